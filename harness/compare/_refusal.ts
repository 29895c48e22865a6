import type { Case, Engine, Outcome, Policy, Verdict, WrongVerdict } from "../model/index.ts";

/** The outcome of a case that wants its policy's parameters to be refused: whatever else is wrong with the policy is no such refusal. */
export async function refusalOf(one: Case, policy: Policy, engine: Engine): Promise<Outcome> {
  const start = performance.now();
  const { problems } = await engine.compile([policy]);
  const about = { control: one.control, case: one.name, engine: policy.engine, place: one.place } as const;
  const milliseconds = performance.now() - start;
  const others = problems.filter(({ code }) => code !== "bad-params");
  if (problems.length > 0 && others.length === 0) return { ...about, status: "passed", milliseconds };
  const got: Verdict = { decision: "error", violations: [], warnings: [], audit: {}, errors: others };
  const differences =
    others.length === 0
      ? ["expected its parameters to be refused, and they are taken"]
      : others.map(
          ({ message }) => `expected its parameters to be refused, and what is refused is something else: ${message}`,
        );
  const finding: WrongVerdict = { kind: "wrong-verdict", ...about, expected: one.expect, got, differences };
  return { ...about, status: "failed", milliseconds, finding };
}
