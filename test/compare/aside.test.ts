import { describe, expect, test } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import type { Case, Compiled, Expectation, Request, Verdict } from "../../harness/model/index.ts";
import { caseOf, controlOf, denied, verdict } from "./_controls.ts";

const unseen = { audit: "audit is not seen", skip: "skips are not seen" };
const isAsked = async ({ object }: Request): Promise<string | undefined> =>
  object !== undefined && "text" in object && object.text.startsWith("far") ? "it is far away" : undefined;

/** Judges the cases by an engine that cannot be asked of what is far, and does not see everything. */
async function run(cases: readonly Case[], said: Verdict = denied("no")) {
  const compiled: Compiled = { judge: async () => said, cannotAsk: isAsked, unseen, problems: [] };
  const source = { get: () => ({ id: "cluster" as const, compile: async () => compiled }) };
  const { outcomes, findings, problems } = await runCases([controlOf("x", ["cluster"], cases)], source, {
    engines: ["cluster"],
    kubernetes: "1.31",
  });
  return {
    outcomes: outcomes.map(({ case: name, status, reason = "" }) => `${name} ${status} ${reason}`.trim()),
    findings: findings.map((one) => (one.kind === "wrong-verdict" ? one.differences.join("; ") : one.kind)),
    problems: problems.map(({ code, message }) => `${code}: ${message}`),
  };
}

describe("a case that an engine cannot be asked", () => {
  test("is skipped with the reason, and nobody misses its code", async () => {
    const far = caseOf("x", "far", { expect: { decision: "deny", code: 422 } });
    expect(await run([far, caseOf("x", "near")])).toEqual({
      outcomes: ["far skipped it is far away", "near passed"],
      findings: [],
      problems: [],
    });
  });

  test("is a problem of the run where that is every case", async () => {
    const own = caseOf("x", "own", { skip: "not today" });
    expect(await run([own, caseOf("x", "far"), caseOf("x", "farther")])).toEqual({
      outcomes: ["own skipped not today", "far skipped it is far away", "farther skipped it is far away"],
      findings: [],
      problems: ["nothing-found: `cluster` was asked none of 3 cases; the first: it is far away"],
    });
  });
});

describe("what an engine does not see of an expectation", () => {
  const outcomesOf = async (expect: Expectation, said: Verdict) => {
    const { outcomes, findings } = await run([caseOf("x", "a", { expect }), caseOf("x", "b")], said);
    return [outcomes[0], ...findings.slice(0, outcomes[0]?.includes("failed") ? 1 : 0)];
  };

  test("leaves the case undecided where the rest is as expected", async () => {
    const audited = { decision: "deny", messages: ["no"], audit: { key: "v" } } as const;
    expect(await outcomesOf(audited, denied("no"))).toEqual(["a skipped audit is not seen"]);
    expect(await outcomesOf({ decision: "skip", messages: ["why"] }, verdict({}))).toEqual([
      "a skipped skips are not seen",
    ]);
  });

  test("does not hide that the rest is not", async () => {
    const audited = { decision: "deny", messages: ["yes"], audit: { key: "v" } } as const;
    expect(await outcomesOf(audited, denied("no"))).toEqual(["a failed", "expected a violation with `yes`, got `no`"]);
    expect(await outcomesOf({ decision: "skip" }, denied("no"))).toEqual([
      "a failed",
      "expected allow, got deny: `no`",
    ]);
  });

  test("is nothing where nothing of the kind is expected", async () => {
    expect(await outcomesOf({ decision: "deny", audit: {} }, denied("no"))).toEqual(["a passed"]);
  });
});
