import { resolve } from "node:path";
import {
  type ComparedPolicies,
  comparePolicies,
  type Selection,
  type SidePolicies,
  selectCases,
  withoutTwice,
} from "../compare/index.ts";
import { type Engines, openEngines } from "../engine/index.ts";
import { loadProject, type Project } from "../load/index.ts";
import { type Comparison, exitCode, type Finding, type Origin, type Problem } from "../model/index.ts";
import { type Format, makeReport } from "../report/index.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, writeReport } from "./_output.ts";
import { type Pair, pairsOf } from "./_pairs.ts";
import { shellWord } from "./_shell-word.ts";
import { policiesOfSide } from "./_side.ts";

/** The options of `assay compare` as commander gives them. */
export interface CompareOptions {
  readonly control?: readonly string[];
  readonly case?: string;
  readonly runs?: number;
  /** In seconds. */
  readonly time?: number;
  readonly seed?: number;
  readonly path?: number;
  readonly messages?: boolean;
  readonly undirected?: boolean;
  readonly writeCases?: boolean;
  readonly format?: readonly Format[];
  readonly output?: readonly string[];
  readonly kubernetes?: string;
  /** In seconds. */
  readonly timeout?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly config?: string;
  readonly cwd?: string;
  readonly color: boolean;
}

/** Loads, compares and reports. @returns the exit code */
export async function runCompare(
  sides: readonly [string | undefined, string | undefined],
  options: CompareOptions,
): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const project = loadProject(
    resolve(options.cwd ?? "."),
    options.config === undefined ? {} : { config: options.config },
  );
  const selected = selectCases(project.controls, selectionOf(options), project.ids);
  const pairs = pairsOf(sides, { controls: selected.controls, engines: project.config.engines });
  const interrupt = interruptible();
  const engines = openEngines(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 });
  try {
    const compared = await compareAll(pairs, { project, options, engines, signal: interrupt.signal });
    const problems = [...project.problems, ...selected.problems, ...compared.problems];
    const report = makeReport({
      command: "assay compare",
      outcomes: [],
      ...compared,
      problems: withoutTwice(pairs.length + problems.length > 0 ? problems : [nothingToCompare(sides)]),
      milliseconds: performance.now() - start,
      ...(interrupt.signal.aborted ? { interrupted: true } : {}),
    });
    await writeReport(report, targets, options.color);
    return exitCode(report);
  } finally {
    interrupt.end();
    engines.close();
  }
}

// --- internal ---

interface Context {
  readonly project: Project;
  readonly options: CompareOptions;
  readonly engines: Engines;
  readonly signal: AbortSignal;
}

interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

const defaultRuns = 1000;
const defaultSeed = 1;

/** One comparison after the other; each has an equal part of the time that is left. */
async function compareAll(pairs: readonly Pair[], context: Context): Promise<Compared> {
  const { options, signal } = context;
  const end = options.time === undefined ? undefined : performance.now() + options.time * 1000;
  const comparisons: Comparison[] = [];
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  for (const [index, pair] of pairs.entries()) {
    if (signal.aborted) break;
    const now = performance.now();
    const deadline = end === undefined ? undefined : now + (end - now) / (pairs.length - index);
    const compared = await comparePair(pair, context, deadline);
    if (compared.comparison !== undefined) comparisons.push(compared.comparison);
    findings.push(...compared.findings);
    problems.push(...compared.problems);
  }
  return { comparisons, findings, problems };
}

async function comparePair(
  pair: Pair,
  { project, options, engines, signal }: Context,
  deadline: number | undefined,
): Promise<ComparedPolicies> {
  const from = { project, controls: pair.controls };
  const [left, right] = [policiesOfSide(pair.left, from), policiesOfSide(pair.right, from)];
  const problems = [...left.problems, ...right.problems];
  if (problems.length > 0) return { findings: [], problems };
  const { time, runs = time === undefined ? defaultRuns : Number.POSITIVE_INFINITY, seed = defaultSeed } = options;
  const kubernetes = options.kubernetes ?? project.config.kubernetes;
  const under = (side: SidePolicies): SidePolicies =>
    kubernetes === undefined ? side : { ...side, kubernetes: side.kubernetes ?? kubernetes };
  return comparePolicies(under(left.side), under(right.side), engines, {
    control: pair.control,
    cases: pair.cases,
    runs,
    seed,
    signal,
    replay: (origin) => replayOf(pair, origin, options),
    ...(options.path === undefined ? {} : { only: options.path }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(options.messages === undefined ? {} : { messages: options.messages }),
    ...(options.undirected === undefined ? {} : { directed: !options.undirected }),
    ...(deadline === undefined ? {} : { deadline }),
  });
}

function selectionOf(options: CompareOptions): Selection {
  return {
    ...(options.control === undefined ? {} : { controls: options.control }),
    ...(options.case === undefined ? {} : { name: options.case }),
  };
}

function nothingToCompare([left, right]: readonly [string | undefined, string | undefined]): Problem {
  const what =
    left === undefined
      ? "no control has policies for two engines"
      : `no control has policies for both \`${left}\` and \`${right}\``;
  return { code: "nothing-found", message: `nothing was compared: ${what}` };
}

/** The command that compares on one request again. */
function replayOf(pair: Pair, origin: Origin, options: CompareOptions): string {
  const about = pair.controls.length === 1 || pair.control !== "policies" ? ["--control", pair.control] : [];
  const one =
    "case" in origin
      ? ["--case", origin.case, "--runs", "0"]
      : ["--seed", String(origin.seed), "--path", String(origin.index)];
  const flags = [
    ...(options.messages === true ? ["--messages"] : []),
    ...(options.undirected === true ? ["--undirected"] : []),
    ...(options.kubernetes === undefined ? [] : ["--kubernetes", options.kubernetes]),
    ...(options.config === undefined ? [] : ["--config", options.config]),
    ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
  ];
  return ["assay", "compare", pair.left.text, pair.right.text, ...about, ...one, ...flags].map(shellWord).join(" ");
}
