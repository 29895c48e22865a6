import { test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import { hostileReport } from "./_hostile.ts";
import { clean, empty, everything } from "./_report.ts";

test("each finding and each problem is an annotation at its file and line, and the counts are a notice", () => {
  expect(formats.github(everything, {})).toBe(
    `${[
      "::error file=cases/ports/deny/host-port.yaml,line=3,title=ports%3A host-port [cel]::expected a violation with `hostPort`, got `host port (80)`; expected code 403, got 422%0Aexpected: deny; messages: `hostPort`; no warnings; audit: `k: v`; code 403%0Agot: deny; messages: `host port (80) (ports)`; warnings: `<deprecated> & gone`; audit: `ports/seen: 80`; code 422%0Aat cases/ports/deny/host-port.yaml:3",
      '::error file=x.case.yaml,line=7,col=1,title=volumes%3A a "quoted" \\u001b[31m\\u0000name]]> [rego]::expected deny, got error: `line one%0Aline two`%0Aexpected: deny%0Agot: error; errors: `line one%0Aline two (evaluation in data.volumes.deny)`%0Aat x.case.yaml:7:1',
      "::warning file=rego/volumes/policy.rego,title=volumes%3A not checked::it has no case%0Aat rego/volumes/policy.rego",
      "::warning title=volumes%3A one::no engine gave a code",
      "::error file=a.yaml,line=1,col=2,title=Assay%3A bad-yaml::broken%0Amend it",
      "::error title=Assay%3A nothing-found::no case",
      "::notice title=Assay::4 findings, 2 problems, 1 passed, 1 skipped in 1.23 s",
    ].join("\n")}\n`,
  );
});

test("a run that checked nothing and one that was cut short are errors on GitHub", () => {
  expect(formats.github(empty, {})).toContain("::error title=Assay::Nothing was checked.\n");
  expect(formats.github({ ...clean, interrupted: true }, {})).toContain("::error title=Assay::The run was interrupted");
  expect(formats.github(clean, {})).toBe("::notice title=Assay::no finding, 1 passed in 0.02 s\n");
});

property.prop([hostileReport])("no text ends its command, and GitHub reads back every text as it was", (report) => {
  const lines = formats.github(report, {}).split(/[\r\n]/);
  expect(lines.pop()).toBe("");
  expect(lines).toHaveLength(report.findings.length + report.problems.length + 1);
  const read = lines.map(readCommand);
  for (const [index, { place }] of report.findings.entries())
    if (place !== undefined) expect(read[index]?.properties["file"]).toBe(place.path);
  const [problem] = report.problems;
  expect(read[report.findings.length]?.message).toBe(`${problem?.message}\n${problem?.hint}`);
});

/** As GitHub's runner reads one. */
function readCommand(line: string): {
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
} {
  const [, given = "", message = ""] = /^::(?:error|warning|notice) ([^:]*)::(.*)$/su.exec(line) ?? [];
  const data = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const pairs = given.split(",").map((pair) => {
    const cut = pair.indexOf("=");
    return [
      pair.slice(0, cut),
      data(
        pair
          .slice(cut + 1)
          .replaceAll("%3A", ":")
          .replaceAll("%2C", ","),
      ),
    ] as const;
  });
  return { message: data(message), properties: Object.fromEntries(pairs) };
}
