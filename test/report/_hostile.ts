import fc from "fast-check";
import type { Difference, Report } from "../../harness/model/index.ts";
import { makeReport } from "../../harness/report/index.ts";
import { compared, difference } from "./_compared.ts";
import { wrong } from "./_report.ts";

/** What would be markup, a command or the end of something in one of the formats. */
const tricks = [
  "</script><script>hostile()</script>",
  '" onmouseover="hostile()" x="',
  "' autofocus onfocus='hostile()",
  "<img src=x onerror=hostile()>",
  "</code></pre></details></summary>",
  "<!-- ",
  "]]>",
  "&lt;&#60;",
  "\n::error file=hostile::hostile\n",
  "%0A%25, a: b",
  " # SKIP hostile",
  "\\# TODO",
  "\n...\nok 99 - hostile\n---\n",
  "\nBail out!\n",
  "```\n# hostile\n````",
  "`",
  "|",
  "\n\n<script>hostile()</script>\n\n",
  "@hostile",
  "\u001b[31m\u0000\u0007",
  "\ud800",
  "\u2028\u2029",
  "\u202e",
  "\r",
  "\ufffe",
];

/** Texts of users at their worst. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...tricks), fc.string({ unit: "binary", maxLength: 10 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");

/** A report of every kind of finding, of which all texts are hostile. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .tuple(hostileText, hostileText, hostileText, hostileText)
  .map(([control, name, message, path]) => {
    const place = { path, line: 1, column: 1 };
    const finding = { ...wrong, control, case: name, place, differences: [message] };
    const object = { kind: "Pod", metadata: { name, annotations: { [path]: message } } };
    const one: Difference = {
      ...difference,
      control,
      differences: [message],
      left: { side: name, verdict: { ...wrong.got, violations: [{ policy: path, message }] } },
      trial: { request: { operation: "CREATE", object: { json: object } }, world: {} },
      replay: message,
    };
    const unread: Difference = {
      ...one,
      cause: "unread",
      trial: { request: { operation: "CREATE", object: { text: message } }, world: {} },
    };
    const base = { control, case: name, engine: "cel", place, milliseconds: 1 } as const;
    return makeReport({
      command: `assay test ${message}`,
      outcomes: [
        { ...base, status: "passed", note: message },
        { ...base, status: "failed", finding },
        { ...base, status: "skipped", reason: message },
      ],
      ...(compared.comparisons === undefined
        ? {}
        : { comparisons: compared.comparisons.slice(0, 1).map((given) => ({ ...given, control, left: name })) }),
      matrix: [
        {
          control,
          engine: "cel",
          changes: [name],
          cells: [{ release: message, state: "holds", cases: 1, denied: 1, warned: 0 }],
        },
      ],
      findings: [finding, one, unread, { kind: "unchecked", control, case: name, message, place }],
      problems: [{ code: "bad-yaml", message, place, hint: message }],
      milliseconds: 5,
    });
  });
