import {
  type Agreement,
  type ComparedPolicies,
  type Corpus,
  comparePolicies,
  homelessDifferences,
  staleDifferences,
} from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import type { Project } from "../load/index.ts";
import type { Case, Comparison, EngineId, Finding, Problem } from "../model/index.ts";
import type { CompareOptions } from "./_compare-options.ts";
import { besideRequests } from "./_compare-requests.ts";
import { isOfCorpus, openCorpora } from "./_corpus.ts";
import { type Pair, usableCases } from "./_pairs.ts";
import { replayOf } from "./_replay.ts";
import { policiesOfSide, type SideSpec } from "./_side.ts";
import { timeSlices } from "./_time-slices.ts";
import type { FoundIn } from "./_write-cases.ts";

/** What comparisons run with. */
export interface Comparing {
  readonly project: Project;
  readonly options: CompareOptions;
  readonly engines: Engines;
  readonly signal: AbortSignal;
  /** Requests that every comparison is made on beside its cases. */
  readonly requests: readonly Case[];
}

/** What came of all comparisons. */
export interface ComparedPairs {
  readonly comparisons: readonly Comparison[];
  /** The differences among the findings. */
  readonly found: readonly FoundIn[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** One comparison after the other; each has an equal part of the time that is left. */
export async function comparePairs(pairs: readonly Pair[], comparing: Comparing): Promise<ComparedPairs> {
  const { project, options, signal } = comparing;
  const slice = timeSlices(options.time, pairs.length);
  const comparisons: Comparison[] = [];
  const found: FoundIn[] = [];
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const agreements: Agreement[] = [];
  const corpora = openCorpora(
    project.root,
    options,
    pairs.map(({ control }) => control),
  );
  for (const pair of pairs) {
    if (signal.aborted) break;
    const corpus = corpora.of(pair.control);
    const compared = await comparePair(pair, comparing, { ...slice(), ...(corpus === undefined ? {} : { corpus }) });
    if (compared.comparison !== undefined) comparisons.push(compared.comparison);
    findings.push(...compared.findings);
    found.push(...foundIn(pair, compared.findings, options));
    problems.push(...compared.problems);
    const engines = ownEngines(pair, options);
    if (engines !== undefined) agreements.push({ engines, alike: compared.alike });
  }
  return {
    comparisons,
    found,
    findings: [...findings, ...stale(project, agreements)],
    problems: [...problems, ...corpora.problems()],
  };
}

/** What of the options every way to compare takes. */
export function sharedOptions({ options, signal }: Comparing): {
  readonly runs: number;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly only?: number;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly messages?: boolean;
  readonly directed?: boolean;
} {
  const { time, runs = time === undefined ? defaultRuns : Number.POSITIVE_INFINITY, seed = defaultSeed } = options;
  return {
    runs,
    seed,
    signal,
    ...(options.path === undefined ? {} : { only: options.path }),
    ...(options.shard === undefined ? {} : { shard: options.shard }),
    ...(options.messages === undefined ? {} : { messages: options.messages }),
    ...(options.undirected === undefined ? {} : { directed: !options.undirected }),
  };
}

/** Generated requests of a comparison, where neither --runs nor --time says how many. */
export const defaultRuns = 1000;
export const defaultSeed = 1;

// --- internal ---

async function comparePair(
  pair: Pair,
  comparing: Comparing,
  extent: { readonly deadline?: number; readonly corpus?: Corpus },
): Promise<ComparedPolicies> {
  const { project, engines, options } = comparing;
  const from = { project, controls: pair.controls };
  const [left, right] = [policiesOfSide(pair.left, from), policiesOfSide(pair.right, from)];
  const problems = [...left.problems, ...right.problems];
  if (problems.length > 0) return { findings: [], alike: [], problems };
  const kubernetes = options.kubernetes?.[0] ?? project.config.kubernetes;
  const sides = [pair.left.text, pair.right.text];
  const named = pair.controls.length === 1 || pair.control !== "policies";
  const about = named ? { sides, control: pair.control } : { sides };
  return comparePolicies(left.side, right.side, engines, {
    ...sharedOptions(comparing),
    ...extent,
    control: pair.control,
    cases: isOfCorpus(options) ? [] : besideRequests(pair.cases, comparing),
    elsewhere: casesElsewhere(pair, project),
    listed: project.knownDifferences,
    replay: (origin) => replayOf(about, origin, options),
    ...(kubernetes === undefined ? {} : { kubernetes }),
  });
}

/** The project judges a case under its own release; where the right side was judged under another, the case says so. */
function foundIn(
  { control, controls, right }: Pair,
  findings: readonly Finding[],
  options: CompareOptions,
): readonly FoundIn[] {
  const release = right.engine === "podsecurity" && right.what !== undefined ? undefined : right.release;
  return findings.flatMap((difference) => {
    if (difference.kind !== "difference") return [];
    const kubernetes = release ?? difference.trial.world.kubernetes ?? options.kubernetes?.[0];
    return [
      {
        difference,
        ...(controls.length === 1 ? { control } : {}),
        ...(kubernetes === undefined ? {} : { kubernetes }),
      },
    ];
  });
}

/** Cases of the same controls that the user did not select. */
function casesElsewhere(pair: Pair, project: Project): Pair["cases"] {
  const own = new Set(pair.cases);
  const controls = project.controls.filter(({ id }) => pair.controls.some((control) => control.id === id));
  return controls.flatMap(usableCases).filter((one) => !own.has(one));
}

/** The engines of a pair whose policies are the project's own, under the release that it names itself: the list is about these. */
function ownEngines({ left, right }: Pair, { kubernetes }: CompareOptions): readonly [EngineId, EngineId] | undefined {
  const [ofLeft, ofRight] = [left, right].map(ownEngine);
  return kubernetes !== undefined || ofLeft === undefined || ofRight === undefined ? undefined : [ofLeft, ofRight];
}

function ownEngine({ engine, what, release }: SideSpec): EngineId | undefined {
  return what === undefined && release === undefined ? engine : undefined;
}

/** What is not there is no news where something could not be read. */
function stale(
  { controls, config, knownDifferences, problems }: Project,
  agreements: readonly Agreement[],
): readonly Finding[] {
  const homeless =
    problems.length > 0 ? [] : homelessDifferences(knownDifferences, { controls, engines: config.engines });
  const found = [...homeless, ...staleDifferences(knownDifferences, agreements)];
  return found.sort((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0)); // as they are listed
}
