import { coveringCases, lowCoverage, type Run, type RunOptions, runCases } from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import { AssayError, type Control, type Finding, type Problem, type Report, sumOf } from "../model/index.ts";
import type { Destination } from "./_output.ts";
import type { TestOptions } from "./_test-options.ts";

/** What of the options is about coverage. */
type CoverageOptions = Pick<
  TestOptions,
  "coverage" | "coverageOutput" | "minCoverage" | "shard" | "property" | "watch" | "path"
>;

/**
 * The destinations with that of the coverage.
 * @throws an AssayError where the command line asks for the coverage of less than a whole run of cases, or for two formats in one file
 */
export function withCoverage(targets: readonly Destination[], options: CoverageOptions): readonly Destination[] {
  if (!wantsCoverage(options)) return targets;
  const partial = (["shard", "watch", "property", "path"] as const).find((option) => options[option] !== undefined);
  if (partial !== undefined)
    throw new AssayError(
      "bad-usage",
      `coverage is of a whole run of the cases: leave out --${partial}, or --coverage and what belongs to it`,
    );
  const { coverageOutput: file } = options;
  if (file === undefined) return targets;
  if (targets.some((target) => target.file === file))
    throw new AssayError("bad-usage", `two formats cannot go to the same file \`${file}\``);
  return [...targets, { format: "lcov", file }];
}

/** What came of the cases, with what they reached of the policies where that is asked for. */
export interface CoveredRun extends Omit<Run, "findings">, Pick<Report, "coverage"> {
  readonly findings: readonly Finding[];
}

/** Judges the cases, and tells what they reached. */
export async function runCasesCovering(
  controls: readonly Control[],
  engines: Engines,
  { options, ...run }: RunOptions & { readonly options: CoverageOptions },
): Promise<CoveredRun> {
  if (!wantsCoverage(options)) return runCases(controls, engines, run);
  const covering = coveringCases(controls, engines, run);
  const cases = await runCases(controls, covering.engines, run);
  if (cases.interrupted) return cases;
  const { problems: ofCoverage, ...coverage } = await covering.read();
  if (run.signal?.aborted === true) return { ...cases, interrupted: true };
  const problems = [...cases.problems, ...ofCoverage];
  const { minCoverage } = options;
  return {
    ...cases,
    coverage,
    findings: [...cases.findings, ...(minCoverage === undefined ? [] : lowCoverage(coverage, minCoverage))],
    problems: sumOf(coverage.engines).total > 0 || problems.length > 0 ? problems : [nothingToCover],
  };
}

// --- internal ---

/** Whether coverage is asked for: a file or a threshold for it asks, too. */
function wantsCoverage({ coverage, coverageOutput, minCoverage }: CoverageOptions): boolean {
  return coverage === true || coverageOutput !== undefined || minCoverage !== undefined;
}

const nothingToCover: Problem = {
  code: "nothing-found",
  message: "nothing can be covered: no control that was judged has a policy in Rego or CEL of its own",
  hint: "leave out --coverage, or choose controls and engines with such policies",
};
