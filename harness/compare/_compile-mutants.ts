import { type Engines, limiter } from "../engine/index.ts";
import type { Compiled, Judge, Mutant, MutantOutcome } from "../model/index.ts";
import { evaluatorOf } from "./_evaluator-of.ts";

/** A mutant that can be asked. */
export interface JudgingMutant {
  readonly mutant: Mutant;
  readonly compiled: Compiled;
  readonly judge: Judge;
}

/** What became of a mutant, without what it is. */
export type Fate = Pick<MutantOutcome, "status" | "case" | "why" | "requests" | "difference">;

/** Compiles mutants. One that its engine does not take, or takes in part, is invalid. */
export async function compileMutants(
  mutants: readonly Mutant[],
  engines: Engines,
  { kubernetes, signal }: { readonly kubernetes?: string; readonly signal?: AbortSignal },
): Promise<{ readonly judged: readonly JudgingMutant[]; readonly invalid: ReadonlyMap<Mutant, Fate> }> {
  const limit = limiter(8);
  const release = kubernetes === undefined ? {} : { kubernetes };
  const judged: (JudgingMutant | undefined)[] = [];
  const invalid = new Map<Mutant, Fate>();
  const compile = async (mutant: Mutant, at: number): Promise<void> => {
    if (signal?.aborted === true) return;
    const compiled = await engines.get(evaluatorOf(mutant.engine)).compile([mutant.policy], release);
    const { judge, problems } = compiled;
    if (judge !== undefined && problems.length === 0) judged[at] = { mutant, compiled, judge };
    else invalid.set(mutant, { status: "invalid", why: problems[0]?.message ?? "it gives no judge" });
  };
  await Promise.all(mutants.map((mutant, at) => limit(() => compile(mutant, at))));
  return { judged: judged.filter((one) => one !== undefined), invalid };
}
