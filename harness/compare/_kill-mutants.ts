import { type JudgingMutant, limiter } from "../engine/index.ts";
import type { Case, Mutant, Problem } from "../model/index.ts";
import type { Fate } from "./_fate.ts";
import { type Judged, judgeCase } from "./_judge.ts";
import { keepFailure } from "./_problems.ts";

export interface KillingOptions {
  /** In the order in which they are asked. */
  readonly cases: readonly Case[];
  readonly engine: Mutant["engine"];
  readonly kubernetes: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Judges cases by mutants until each mutant has failed one. All that still live are asked a case together, so that they share what admission makes of it.
 * A mutant that does not end is noticed too.
 */
export async function killByCases(
  mutants: readonly JudgingMutant[],
  { cases, engine, kubernetes, signal }: KillingOptions,
): Promise<{ readonly killed: ReadonlyMap<Mutant, Fate>; readonly problems: readonly Problem[] }> {
  const limit = limiter(64);
  const killed = new Map<Mutant, Fate>();
  const problems: Problem[] = [];
  const take = (mutant: Mutant, one: Case, { outcome, failures }: Judged): void => {
    const broken = failures.filter(({ code }) => code !== "engine-timeout");
    for (const failure of broken) keepFailure(problems, failure);
    if (broken.length > 0) return; // it may be another mutant's doing
    if (outcome.status !== "failed" || killed.has(mutant)) return;
    killed.set(mutant, { status: "killed", case: one.name, why: whyOf(outcome) });
  };
  for (let from = 0; from < cases.length && signal?.aborted !== true; from += atOnce) {
    const living = mutants.filter(({ mutant }) => !killed.has(mutant));
    const some = cases.slice(from, from + atOnce);
    const judged = await Promise.all(
      some.map((one) =>
        Promise.all(living.map(({ judge }) => limit(() => judgeCase(one, engine, { judge, kubernetes })))),
      ),
    );
    for (const [at, one] of some.entries())
      for (const [index, { mutant }] of living.entries()) take(mutant, one, judged[at]?.[index] as Judged);
  }
  return { killed, problems };
}

// --- internal ---

/** Cases that are asked before it is looked who still lives: more waste work, fewer leave engines idle. */
const atOnce = 4;

function whyOf({ finding }: Judged["outcome"]): string {
  return finding?.kind === "wrong-verdict" ? finding.differences.join("; ") : "it failed";
}
