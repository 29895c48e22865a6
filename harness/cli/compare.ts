import { resolve } from "node:path";
import { type Selection, selectCases, withoutTwice } from "../compare/index.ts";
import { type EnginesOptions, openEngines } from "../engine/index.ts";
import { type Config, kyvernoSetting, loadProject } from "../load/index.ts";
import { AssayError, type Control, type EngineId, exitCode, type Problem, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { clusterSettings } from "./_cluster.ts";
import type { CompareOptions } from "./_compare-options.ts";
import { type Comparing, comparePairs, defaultRuns, defaultSeed } from "./_compare-pairs.ts";
import { compareSubjects, subjectsOf } from "./_compare-releases.ts";
import { comparedRequests } from "./_compare-requests.ts";
import { isOfCorpus } from "./_corpus.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, folderOf, writeReport } from "./_output.ts";
import { pairsOf } from "./_pairs.ts";
import { shardOf } from "./_shard.ts";
import { hasOwnPolicies, parseSide, type SideSpec } from "./_side.ts";
import { type FoundIn, writeCases } from "./_write-cases.ts";

/** Loads, compares and reports. @returns the exit code */
export async function runCompare(sides: Sides, options: CompareOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  const project = loadProject(resolve(options.cwd ?? "."), {
    mayBeEmpty: bringPolicies(sides),
    ...(options.config === undefined ? {} : { config: options.config }),
  });
  const selected = selectCases(project.controls, selectionOf(options), project.ids);
  const work = workOf(sides, selected.controls, { options, engineIds: project.config.engines });
  const interrupt = interruptible();
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...clusterIn(sides, options, project.config),
    ...kyvernoSetting(project),
  });
  try {
    const { cases, aside, problems: ofRequests } = await comparedRequests(sides, { project, options, engines });
    const comparing: Comparing = { project, options, engines, signal: interrupt.signal, requests: cases };
    const { found = [], ...compared } = await work.run(comparing);
    const problems = [...project.problems, ...selected.problems, ...ofRequests, ...compared.problems];
    const report = makeReport({
      command: "assay compare",
      outcomes: [],
      ...compared,
      ...(aside === undefined ? {} : { aside }),
      problems: withoutTwice(work.count + problems.length > 0 ? problems : [nothingToCompare(sides, options)]),
      milliseconds: performance.now() - start,
      ...(interrupt.signal.aborted ? { interrupted: true } : {}),
      ...shardIn(sides, options),
    });
    await writeReport(report, targets, options.color, folderOf(options.cwd));
    if (options.writeCases === true) await writeCases(found, project);
    return exitCode(report);
  } finally {
    interrupt.end();
    engines.close();
  }
}

// --- internal ---

type Sides = readonly [string | undefined, string | undefined];

/** What there is to compare. */
interface Work {
  readonly count: number;
  readonly run: (comparing: Comparing) => Promise<Compared>;
}

type Compared = Pick<Report, "comparisons" | "releases" | "findings" | "problems"> & {
  readonly found?: readonly FoundIn[];
};

/** Two sides with each other; with several releases one side with itself. */
function workOf(
  sides: Sides,
  controls: readonly Control[],
  { options, engineIds }: { readonly options: CompareOptions; readonly engineIds: readonly EngineId[] },
): Work {
  if ((options.kubernetes ?? []).length > 1) {
    if (options.corpus !== undefined)
      throw new AssayError("bad-usage", "--corpus is for two sides, not for one under several releases");
    const subjects = subjectsOf(sides, controls);
    return { count: subjects.length, run: (comparing) => compareSubjects(subjects, comparing) };
  }
  const pairs = pairsOf(sides, { controls, engines: engineIds });
  return { count: pairs.length, run: (comparing) => comparePairs(pairs, comparing) };
}

/** Whether no side takes its policies from controls. */
function bringPolicies(sides: Sides): boolean {
  const named = sides.filter((side) => side !== undefined);
  return named.length > 0 && named.every((side) => hasOwnPolicies(parseSide(side)));
}

/** Which cluster is a side, if any is. Of one run it is one. */
function clusterIn(sides: Sides, { kubeconfig }: CompareOptions, config: Config): Pick<EnginesOptions, "cluster"> {
  const live = sides.flatMap((side) => (side === undefined ? [] : [parseSide(side)])).filter(isCluster);
  const [first, second] = live;
  if (second !== undefined && second.what !== first?.what)
    throw new AssayError(
      "bad-usage",
      "two clusters cannot be compared with each other: compare each with the policies",
    );
  const asked = { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(first?.what && { context: first.what }) };
  return clusterSettings(first === undefined ? [] : ["cluster"], asked, config);
}

function isCluster({ engine }: SideSpec): boolean {
  return engine === "cluster";
}

function selectionOf(options: CompareOptions): Selection {
  return {
    ...(options.control === undefined ? {} : { controls: options.control }),
    ...(options.case === undefined || isOfCorpus(options) || options.requests !== undefined
      ? {}
      : { name: options.case }),
  };
}

/** Which share the report is about, with everything that decides what all shares together judge. */
function shardIn(sides: Sides, options: CompareOptions): Pick<Report, "shard"> {
  const { control, case: name, runs, time, seed = defaultSeed, path, corpus, messages, undirected, requests } = options;
  const { kubernetes, config } = options;
  const count = time === undefined ? (runs ?? defaultRuns) : runs;
  const words = {
    control,
    case: name,
    runs: count,
    time,
    seed,
    path,
    requests,
    corpus: corpus !== undefined, // where it lies is each machine's own affair
    messages,
    undirected,
    kubernetes,
    config,
  };
  return shardOf(options.shard, ["compare", ...sides.filter((side) => side !== undefined)], words);
}

function nothingToCompare([left, right]: Sides, { kubernetes = [] }: CompareOptions): Problem {
  if (kubernetes.length > 1) {
    const what = left === undefined ? "CEL or PodSecurity" : `\`${left}\``;
    return { code: "nothing-found", message: `nothing was compared: no control has policies for ${what}` };
  }
  const what =
    left === undefined
      ? "no control has policies for two engines"
      : `no control has policies for both \`${left}\` and \`${right}\``;
  return { code: "nothing-found", message: `nothing was compared: ${what}` };
}
