import type { Policy, Problem } from "../model/index.ts";

/** What a compiler says of a policy as a whole stands at its first file; what it says of the configuration does not. */
export function placed(problem: Problem, { sources: [first] }: Policy): Problem {
  return problem.place !== undefined || problem.code === "bad-config" || first === undefined
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
