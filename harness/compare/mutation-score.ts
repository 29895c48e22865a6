import { type MutantOutcome, type SurvivedMutants, scoreOf } from "../model/index.ts";

/**
 * What it means that mutants survived. Without `least` it is a finding of each control; with it, where the score of an engine over all controls, in
 * percent, is lower.
 */
export function survivedMutants(mutants: readonly MutantOutcome[], least?: number): readonly SurvivedMutants[] {
  const groups = Map.groupBy(mutants, ({ control, engine }) => (least === undefined ? `${engine} ${control}` : engine));
  return [...groups.values()].flatMap((own) => (least === undefined ? anyIn(own) : belowIn(own, least)));
}

// --- internal ---

function anyIn(mutants: readonly MutantOutcome[]): readonly SurvivedMutants[] {
  const [first] = mutants.filter(({ status }) => status === "survived");
  if (first === undefined) return [];
  const { control, engine, place } = first;
  return [{ kind: "survived-mutants", control, engine, place, message: countOf(mutants) }];
}

function belowIn(mutants: readonly MutantOutcome[], least: number): readonly SurvivedMutants[] {
  const [first] = mutants;
  const { score } = scoreOf(mutants);
  if (first === undefined || score >= least) return [];
  const shown = (Math.floor(score * 10) / 10).toFixed(1);
  const message = `${countOf(mutants)}: a score of ${shown} %, below ${least} %`;
  return [{ kind: "survived-mutants", control: "all controls", engine: first.engine, message }];
}

function countOf(mutants: readonly MutantOutcome[]): string {
  const { killed, survived } = scoreOf(mutants);
  return `${survived} of ${killed + survived} mutants survived`;
}
