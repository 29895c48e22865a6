import type { Report, Verdict, WrongVerdict } from "../../harness/model/index.ts";
import { makeReport } from "../../harness/report/index.ts";

const place = { path: "cases/ports/deny/host-port.yaml", line: 3 };
const got: Verdict = {
  decision: "deny",
  violations: [{ policy: "ports", message: "host port (80)", binding: "ports", details: { port: 80 } }],
  warnings: ["<deprecated> & gone"],
  audit: { "ports/seen": "80" },
  response: { allowed: false, code: 422, reason: "Invalid", message: "no", causes: [{ field: "spec", message: "no" }] },
};

export const wrong: WrongVerdict = {
  kind: "wrong-verdict",
  control: "ports",
  case: "host-port",
  engine: "cel",
  place,
  expected: { decision: "deny", messages: ["hostPort"], warnings: [], audit: { k: "v" }, code: 403 },
  got,
  differences: ["expected a violation with `hostPort`, got `host port (80)`", "expected code 403, got 422"],
};

const failed: WrongVerdict = {
  kind: "wrong-verdict",
  control: "volumes",
  case: 'a "quoted" \u001b[31m\u0000name]]>',
  engine: "rego",
  place: { path: "x.case.yaml", line: 7, column: 1 },
  expected: { decision: "deny" },
  got: {
    decision: "error",
    violations: [],
    warnings: [],
    audit: {},
    errors: [{ code: "evaluation", message: "line one\nline two", policy: "data.volumes.deny" }],
  },
  differences: ["expected deny, got error: `line one\nline two`"],
};

/** A report that has one of everything. */
export const everything: Report = makeReport({
  command: "assay test",
  outcomes: [
    { control: "ports", case: "container-port", engine: "cel", place, status: "passed", milliseconds: 1.25 },
    { control: "ports", case: "host-port", engine: "cel", place, status: "failed", milliseconds: 2, finding: wrong },
    {
      control: "ports",
      case: "later",
      engine: "cel",
      place,
      status: "skipped",
      milliseconds: 0,
      reason: "not decided",
    },
    {
      control: "volumes",
      case: failed.case,
      engine: "rego",
      place,
      status: "failed",
      milliseconds: 3,
      finding: failed,
    },
  ],
  findings: [
    wrong,
    failed,
    { kind: "unchecked", control: "volumes", message: "it has no case", place: { path: "rego/volumes/policy.rego" } },
    { kind: "unchecked", control: "volumes", case: "one", message: "no engine gave a code" },
  ],
  problems: [
    { code: "bad-yaml", message: "broken", place: { path: "a.yaml", line: 1, column: 2 }, hint: "mend it" },
    { code: "nothing-found", message: "no case" },
  ],
  milliseconds: 1234.5,
});

export const clean: Report = makeReport({
  command: "assay test",
  outcomes: everything.outcomes.slice(0, 1),
  findings: [],
  problems: [],
  milliseconds: 20,
});

export const empty: Report = makeReport({
  command: "assay test",
  outcomes: [],
  findings: [],
  problems: [],
  milliseconds: 20,
});
