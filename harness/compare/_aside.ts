import type { Compiled, Expectation, Outcome, Problem } from "../model/index.ts";

/** What a judge can confirm of an expectation, and why it does not see the rest. */
export interface Visible {
  readonly expected: Expectation;
  readonly reason?: string;
}

/** Takes out of an expectation what the judge does not see. */
export function visibleTo(unseen: Compiled["unseen"], expected: Expectation): Visible {
  if (unseen === undefined) return { expected };
  const { audit = {}, messages, ...rest } = expected;
  if (expected.decision === "skip") return { expected: { ...rest, decision: "allow" }, reason: unseen.skip };
  if (Object.keys(audit).length === 0) return { expected };
  return { expected: { ...rest, ...(messages === undefined ? {} : { messages }) }, reason: unseen.audit };
}

/** What an engine that was asked nothing, because every case was set aside, is to the run. */
export function askedNothing(outcomes: readonly Outcome[], aside: ReadonlySet<Outcome>): readonly Problem[] {
  const byEngine = Map.groupBy(outcomes, ({ engine }) => engine);
  return [...byEngine].flatMap(([engine, all]) => {
    const [first] = all.filter((one) => aside.has(one));
    if (first === undefined || all.some(({ status }) => status !== "skipped")) return [];
    const message = `\`${engine}\` was asked none of ${all.length} cases; the first: ${first.reason}`;
    return [
      { code: "nothing-found", message, hint: "choose a cluster that holds what the cases need, or other cases" },
    ];
  });
}

/** Of what shards say of engines that were asked nothing, what is true of all shards together. */
export function askedNothingInAll(problems: readonly Problem[], outcomes: readonly Outcome[]): readonly Problem[] {
  const byEngine = Map.groupBy(outcomes, ({ engine }): string => engine);
  const said = new Set<string>();
  return problems.flatMap((problem) => {
    const [, engine, reason] = /^`(\w+)` was asked none of \d+ cases; the first: (.*)$/s.exec(problem.message) ?? [];
    if (engine === undefined || problem.code !== "nothing-found") return [problem];
    const all = byEngine.get(engine) ?? [];
    if (said.has(engine) || all.some(({ status }) => status !== "skipped")) return [];
    said.add(engine);
    return [{ ...problem, message: `\`${engine}\` was asked none of ${all.length} cases; the first: ${reason}` }];
  });
}
