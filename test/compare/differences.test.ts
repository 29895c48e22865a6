import { expect, test } from "vitest";
import { differences } from "../../harness/compare/index.ts";
import type { Expectation, Verdict } from "../../harness/model/index.ts";
import { denied, verdict } from "./_controls.ts";

const error = verdict({ decision: "error", errors: [{ code: "evaluation", message: "no such key: spec" }] });
const skip = verdict({ decision: "skip", skipped: "no policy matches" });
const warned = verdict({ warnings: ["would violate host ports", "deprecated"] });
const refused = { ...denied("no"), response: { allowed: false, code: 422 } };

test.for([
  ["the decision alone", { decision: "deny" }, denied("a")],
  ["a part of some message", { decision: "deny", messages: ["host", "pid"] }, denied("a host", "a pid")],
  ["a part of an error", { decision: "error", messages: ["such key"] }, error],
  ["a part of the reason to skip", { decision: "skip", messages: ["matches"] }, skip],
  ["parts of warnings", { decision: "allow", warnings: ["host ports"] }, warned],
  ["no warnings", { decision: "allow", warnings: [] }, verdict({})],
  ["an audit annotation", { decision: "allow", audit: { "p/k": "va" } }, verdict({ audit: { "p/k": "value" } })],
  ["a code", { decision: "deny", code: 422 }, refused],
  ["a code that the engine cannot give", { decision: "deny", code: 422 }, denied("no")],
] as [string, Expectation, Verdict][])("%s is as expected", ([, expected, got]) => {
  expect(differences(expected, got)).toEqual([]);
});

test.for([
  [{ decision: "deny" }, verdict({}), ["expected deny, got allow"]],
  [{ decision: "deny", messages: ["a"] }, error, ["expected deny, got error: `no such key: spec`"]],
  [{ decision: "allow" }, skip, ["expected allow, got skip: `no policy matches`"]],
  [{ decision: "deny" }, skip, ["expected deny, got skip: `no policy matches`"]],
  [{ decision: "allow" }, denied("a", "b"), ["expected allow, got deny: `a`, `b`"]],
  [{ decision: "error" }, denied("a"), ["expected error, got deny: `a`"]],
  [{ decision: "deny", messages: ["x", "a"] }, denied("a", "b"), ["expected a violation with `x`, got `a`, `b`"]],
  [{ decision: "deny", messages: ["x"] }, denied(), ["expected a violation with `x`, got none"]],
  [{ decision: "error", messages: ["x"] }, error, ["expected an error with `x`, got `no such key: spec`"]],
  [{ decision: "skip", messages: ["x"] }, skip, ["expected a reason with `x`, got `no policy matches`"]],
  [{ decision: "allow", warnings: [] }, warned, ["expected no warning, got `would violate host ports`, `deprecated`"]],
  [
    { decision: "allow", warnings: ["x", "y"] },
    verdict({}),
    ["expected a warning with `x`, got none", "expected a warning with `y`, got none"],
  ],
  [
    { decision: "allow", audit: { k: "v" } },
    verdict({ audit: { k: "w" } }),
    ["expected the audit annotation `k` with `v`, got `w`"],
  ],
  [
    { decision: "allow", audit: { constructor: "v" } },
    verdict({}),
    ["expected the audit annotation `constructor` with `v`, got none"],
  ],
  [{ decision: "deny", code: 403 }, refused, ["expected code 403, got 422"]],
] as [Expectation, Verdict, string[]][])("%o differs from a verdict in words", ([expected, got, sentences]) => {
  expect(differences(expected, got)).toEqual(sentences);
});
