import { hintOf } from "../engine/index.ts";
import type { ErrorCode, Policy, Problem, Verdict } from "../model/index.ts";

const ofTheTool: ReadonlySet<ErrorCode> = new Set([
  "engine-missing",
  "engine-exited",
  "engine-timeout",
  "engine-panic",
  "engine-protocol",
  "bad-cluster",
  "internal",
]);

/** Whether a code is of what failed in the tool itself. */
export function isOfTheTool(code: ErrorCode): boolean {
  return ofTheTool.has(code);
}

/** What failed in the tool itself: such an error is no answer, not even to a case that expects one. */
export function failuresOf({ errors = [] }: Verdict): readonly Problem[] {
  return errors
    .filter(({ code }) => ofTheTool.has(code))
    .map(({ code, message }) => ({ code, message, ...hintOf(code) }));
}

/** What a compiler says of a policy as a whole stands at its first file; what it says of the configuration, or that there is none, does not. */
export function placed(problem: Problem, { sources: [first] }: Policy): Problem {
  const ofNone = problem.code === "bad-config" || problem.code === "engine-missing";
  return problem.place !== undefined || ofNone || first === undefined
    ? problem
    : { ...problem, place: { path: first.path } };
}

/** The first case on which an engine fails in a way stands for the others: each has its own finding. */
export function keepFailure(problems: Problem[], failure: Problem): void {
  if (!problems.some(({ code, message }) => code === failure.code && message === failure.message))
    problems.push(failure);
}

/** Each problem once, where policies share what is wrong with them. */
export function withoutTwice(problems: readonly Problem[]): readonly Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [JSON.stringify([problem.code, problem.message, problem.place]), problem]),
    ).values(),
  ];
}
