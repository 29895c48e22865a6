import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import {
  expiredFinding,
  expiredOf,
  type Gated,
  type GatePair,
  gatePair,
  gatePairs,
  type Selected,
  usedBy,
  withoutTwice,
} from "../compare/index.ts";
import { type Engines, limiter, openEngines } from "../engine/index.ts";
import { kyvernoSetting, loadApprovals } from "../load/index.ts";
import {
  type Approval,
  AssayError,
  type Case,
  type Control,
  exitCode,
  type Origin,
  type Report,
} from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { defaultRuns, defaultSeed } from "./_compare-pairs.ts";
import { besideRequests, comparedRequests } from "./_compare-requests.ts";
import { approve, type GatedPair } from "./_gate-approve.ts";
import { isSettled, isWhole, leftOut, notCompared } from "./_gate-left-out.ts";
import type { GateCommandOptions } from "./_gate-options.ts";
import { openRevisions, problemsOf, type Revisions, selectedOf } from "./_gate-revisions.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, folderOf, writeReport } from "./_output.ts";
import { releasesOfBoth } from "./_revisions.ts";
import { shellWord } from "./_shell-word.ts";

/** Loads both revisions, judges with both, and reports. @returns the exit code */
export async function runGate(options: GateCommandOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  if (options.reason !== undefined && options.approve !== true)
    throw new AssayError("bad-usage", "--reason says why flips are approved: give --approve too");
  const interrupt = interruptible();
  let revisions: Revisions | undefined;
  try {
    revisions = await openRevisions(resolve(options.cwd ?? "."), options, interrupt.signal);
    if (options.approve === true && revisions?.isHeadCopy === true)
      throw new AssayError("bad-usage", "--approve writes into the working tree: leave --head out, or name a folder");
    const gating = revisions === undefined ? nothing : await gate(revisions, options, interrupt.signal);
    const report = makeReport({
      command: "assay gate",
      ...gating,
      milliseconds: performance.now() - start,
      ...(interrupt.signal.aborted ? { interrupted: true } : {}),
    });
    await writeReport(report, targets, options.color, folderOf(options.cwd));
    return exitCode(report);
  } finally {
    interrupt.end();
    revisions?.remove();
  }
}

// --- internal ---

type Gating = Pick<Report, "outcomes" | "comparisons" | "findings" | "problems" | "aside">;

const nothing: Gating = { outcomes: [], findings: [], problems: [] };

async function gate(revisions: Revisions, options: GateCommandOptions, signal: AbortSignal): Promise<Gating> {
  const { base, head } = revisions;
  const selected = selectedOf(revisions, options);
  const { approvals, problems: ofApprovals } = loadApprovals(head.root, options.approvals);
  const kubernetes = releasesOfBoth(revisions, options);
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...kyvernoSetting(head),
  });
  try {
    const ids = selected.controls.map(({ id }) => id).filter((id) => isWhole(revisions, id));
    const { used, problems: ofModules } = await usedBy(...ofIds(revisions, ids), engines);
    const laid = gatePairs(base.controls, head.controls, ids, { used, kubernetes });
    const requests = await comparedRequests([], { project: head, options: requestOptions(options), engines });
    const judging = { selected, options, signal, approvals, engines, kubernetes, requests: requests.cases };
    const gated = signal.aborted ? [] : await gateAll(laid.pairs, judging);
    const left = leftOut(selected.controls, revisions, gated);
    const isKnown = (id: string): boolean => isSettled(id, { controls: selected.controls, revisions, left });
    const expired = expiredOf(approvals, { pairs: laid.pairs, controls: isKnown });
    const problems = withoutTwice([
      ...problemsOf(revisions),
      ...selected.problems,
      ...ofApprovals,
      ...requests.problems,
      ...ofModules,
      ...gated.flatMap(({ gated: one }) => one.problems),
      ...notCompared(left),
    ]);
    const settled =
      options.approve === true && problems.length === 0
        ? await approve(gated, { approvals, expired, options, root: head.root })
        : { gated, expired };
    return {
      outcomes: laid.outcomes,
      comparisons: settled.gated.flatMap(({ gated: { comparison } }) => comparison ?? []),
      findings: [
        ...settled.gated.flatMap(({ gated: { findings } }) => findings),
        ...settled.expired.map(expiredFinding),
      ],
      problems,
      ...(requests.aside === undefined ? {} : { aside: requests.aside }),
    };
  } finally {
    engines.close();
  }
}

interface Judging {
  readonly selected: Selected;
  readonly options: GateCommandOptions;
  readonly signal: AbortSignal;
  readonly approvals: readonly Approval[];
  readonly engines: Engines;
  readonly kubernetes: readonly [string | undefined, string | undefined];
  readonly requests: readonly Case[];
}

/** Several at a time: of one, some engines wait for others. */
async function gateAll(pairs: readonly GatePair[], judging: Judging): Promise<readonly GatedPair[]> {
  const limit = limiter(Math.min(availableParallelism(), mostAtOnce));
  const gated = await Promise.all(
    pairs.map((pair) =>
      limit(async () => (judging.signal.aborted ? [] : [{ pair, gated: await gateOne(pair, judging) }])),
    ),
  );
  return gated.flat();
}

/** One thread of JavaScript keeps no more engines busy. */
const mostAtOnce = 3;

async function gateOne(pair: GatePair, judging: Judging): Promise<Gated> {
  const { selected, options, signal, approvals, engines, kubernetes } = judging;
  const cases = selected.controls.find(({ id }) => id === pair.control)?.cases ?? [];
  return gatePair(pair, engines, {
    cases: besideRequests(cases, { requests: judging.requests, options: requestOptions(options) }),
    runs: options.runs ?? defaultRuns,
    seed: options.seed ?? defaultSeed,
    kubernetes,
    approvals,
    signal,
    ...(options.path === undefined ? {} : { only: options.path }),
    ...(options.messages === undefined ? {} : { messages: options.messages }),
    replay: (origin) => replayOf(pair.control, origin, options),
  });
}

function ofIds({ base, head }: Revisions, ids: readonly string[]): [readonly Control[], readonly Control[]] {
  const isAsked = new Set(ids);
  return [base.controls.filter(({ id }) => isAsked.has(id)), head.controls.filter(({ id }) => isAsked.has(id))];
}

/** What reading requests wants of the options. */
function requestOptions({
  kubernetes: _,
  ...options
}: GateCommandOptions): Parameters<typeof comparedRequests>[1]["options"] {
  return options;
}

/** The command that judges one request again with both revisions. */
function replayOf(control: string, origin: Origin, options: GateCommandOptions): string {
  const one =
    "case" in origin
      ? ["--case", origin.case, "--runs", "0"]
      : ["--seed", String(origin.seed), "--path", String(origin.index)];
  const flag = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`--${name}`, value];
  return [
    ...["assay", "gate", "--base", options.base, ...flag("head", options.head), "--control", control, ...one],
    ...(options.requests ?? []).flatMap((path) => ["--requests", path]),
    ...(options.messages === true ? ["--messages"] : []),
    ...flag("kubernetes", options.kubernetes),
    ...flag("config", options.config),
    ...flag("cwd", options.cwd),
  ]
    .map(shellWord)
    .join(" ");
}
