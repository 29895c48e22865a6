import type { AcrossReleases, Comparison, Difference, Report, Verdict } from "../../harness/model/index.ts";
import { makeReport } from "../../harness/report/index.ts";

const allow: Verdict = { decision: "allow", violations: [], warnings: [], audit: {} };
const deny: Verdict = {
  ...allow,
  decision: "deny",
  violations: [{ policy: "data.ports.deny", message: "host port (80)" }],
};
const place = { path: "cases/ports/deny/host-port.yaml", line: 1, column: 1 };
const object = { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } };

/** Found among generated requests. */
export const difference: Difference = {
  kind: "difference",
  control: "ports",
  left: { side: "rego", verdict: deny },
  right: { side: "cel", verdict: allow },
  differences: ["`rego` denies, `cel` allows"],
  trial: { request: { operation: "CREATE", object: { json: object } }, world: {} },
  size: 4,
  origins: [
    { seed: 1, index: 17 },
    { seed: 1, index: 20 },
  ],
  cause: "deny / allow",
  look: "deny / allow",
  replay: "assay compare rego cel --control ports --seed 1 --path 17",
};

const known: Difference = {
  ...difference,
  right: { side: "podsecurity", verdict: allow },
  origins: [{ case: "host-port", place }],
  known: "warned of\u001b[31m alone",
  place,
};

const changed: Difference = {
  ...difference,
  left: { side: "cel@1.30", verdict: allow },
  right: { side: "cel@1.31", verdict: deny },
  differences: ["`cel@1.30` allows, `cel@1.31` denies"],
  trial: { ...difference.trial, request: { operation: "DELETE", oldObject: { json: object } } },
  origins: [{ case: "host-port", place }],
  place,
};

const decided = { allow: 1, deny: 2, skip: 0, error: 0, warned: 0, changed: 0, rules: { "data.ports.deny": 2 } };
const comparison: Comparison = {
  control: "ports",
  left: "rego",
  right: "cel",
  cases: 3,
  generated: 1000,
  refused: 1,
  agreed: 1000,
  differed: 2,
  unmatched: 0,
  failed: 0,
  decided: { left: decided, right: { ...decided, deny: 0 } },
  causes: 1,
  known: [],
  milliseconds: 100,
};
const across: AcrossReleases = {
  control: "ports",
  side: "cel",
  releases: [
    { release: "1.28", compiles: false },
    { release: "1.29", compiles: true },
    { release: "1.30", compiles: true },
    { release: "1.31", compiles: true },
  ],
  changes: ["1.31"],
  cases: 3,
  generated: 1000,
  compared: 1003,
  milliseconds: 200,
};

/** A report of comparisons that has one of everything. */
export const compared: Report = makeReport({
  command: "assay compare",
  outcomes: [],
  comparisons: [
    comparison,
    {
      ...comparison,
      right: "podsecurity",
      differed: 3,
      causes: 0,
      known: [known, { ...known, known: "the case expects it" }, { ...known, origins: [{ seed: 1, index: 9 }] }],
    },
  ],
  releases: [across, { ...across, side: "podsecurity", changes: [], releases: across.releases.slice(1) }],
  findings: [
    difference,
    { kind: "unchecked", control: "ports", message: "`cel` does not compile under 1.28: no" },
    changed,
    {
      kind: "stale-difference",
      control: "gone",
      message: "a known difference is none",
      place: { path: "known-differences.yaml", line: 2, column: 3 },
    },
  ],
  problems: [],
  milliseconds: 1500,
});
