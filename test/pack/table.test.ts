import { expect, it } from "vitest";
import { type Comparison, renderComparison } from "../../scripts/fixtures/index.ts";

const comparison: Comparison = {
  labels: { agreed: 3, total: 4 },
  controls: [
    { control: "pss.a", check: "a", denied: 2, rego: { agreed: 4, total: 4 }, cel: { agreed: 3, total: 4 } },
    { control: "pss.b", check: "b", denied: 1, rego: { agreed: 1, total: 1 }, cel: { agreed: 1, total: 1 } },
  ],
  refused: new Map([["spec.x: Forbidden", ["restricted/v1.0/fail/a0.yaml", "restricted/v1.1/fail/a0.yaml"]]]),
  disagreements: ["restricted/v1.1/fail/a0.yaml: upstream says deny, PodSecurity allow"],
  milliseconds: { podsecurity: 1234, rego: 40, cel: 0 },
};

it("renders counts, totals, exceptions with their reason, and disagreements", () => {
  expect(renderComparison(comparison, "The fixtures")).toBe(`The fixtures
┌─────────┬────────────────────┬─────────────┬────────────┐
│ control │ PodSecurity denies │ Rego agrees │ CEL agrees │
├─────────┼────────────────────┼─────────────┼────────────┤
│ pss.a   │                  2 │      4 of 4 │     3 of 4 │
│ pss.b   │                  1 │      1 of 1 │     1 of 1 │
│ all     │                  3 │      5 of 5 │     4 of 5 │
└─────────┴────────────────────┴─────────────┴────────────┘
PodSecurity: 3 of 4 pods judged as upstream labels them, 1.2 s
Rego:        5 of 5 verdicts as PodSecurity's own, message and all, 0.0 s
CEL:         4 of 5 verdicts as PodSecurity's own, message and all, 0.0 s
exceptions: 2 of these pods the API server refuses before any policy; they were judged without its validation:
  2 × spec.x: Forbidden (restricted/v1.0/fail/a0.yaml, …)
disagreements: 1
  restricted/v1.1/fail/a0.yaml: upstream says deny, PodSecurity allow
`);
});

it("says nothing of exceptions where there are none", () => {
  const clean = { ...comparison, refused: new Map(), disagreements: [] };
  expect(renderComparison(clean, "The fixtures")).toMatch(/0\.0 s\ndisagreements: 0\n$/);
});
