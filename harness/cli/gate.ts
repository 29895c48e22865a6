import { resolve } from "node:path";
import {
  expiredFinding,
  expiredOf,
  type Gated,
  type GatePair,
  gatePair,
  gatePairs,
  type Selected,
  withoutTwice,
} from "../compare/index.ts";
import { type Engines, openEngines } from "../engine/index.ts";
import { kyvernoSetting, loadApprovals } from "../load/index.ts";
import { type Approval, AssayError, type Case, exitCode, type Origin, type Report } from "../model/index.ts";
import { makeReport } from "../report/index.ts";
import { defaultRuns, defaultSeed } from "./_compare-pairs.ts";
import { besideRequests, comparedRequests } from "./_compare-requests.ts";
import { approve, type GatedPair } from "./_gate-approve.ts";
import type { GateCommandOptions } from "./_gate-options.ts";
import { openRevisions, problemsOf, type Revisions, selectedOf } from "./_gate-revisions.ts";
import { interruptible } from "./_interrupt.ts";
import { destinations, folderOf, writeReport } from "./_output.ts";
import { shellWord } from "./_shell-word.ts";

/** Loads both revisions, judges with both, and reports. @returns the exit code */
export async function runGate(options: GateCommandOptions): Promise<number> {
  const start = performance.now();
  const targets = destinations(options.format ?? ["pretty"], options.output ?? []);
  if (options.reason !== undefined && options.approve !== true)
    throw new AssayError("bad-usage", "--reason says why flips are approved: give --approve too");
  const revisions = await openRevisions(resolve(options.cwd ?? "."), options);
  const interrupt = interruptible();
  try {
    if (options.approve === true && revisions.isHeadCopy)
      throw new AssayError("bad-usage", "--approve writes into the working tree: leave --head out, or name a folder");
    const gating = await gate(revisions, options, interrupt.signal);
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
    revisions.remove();
  }
}

// --- internal ---

type Gating = Pick<Report, "outcomes" | "comparisons" | "findings" | "problems" | "aside">;

async function gate(revisions: Revisions, options: GateCommandOptions, signal: AbortSignal): Promise<Gating> {
  const { base, head } = revisions;
  const selected = selectedOf(revisions, options);
  const { approvals, problems: ofApprovals } = loadApprovals(head.root, options.approvals);
  const laid = gatePairs(
    base.controls,
    head.controls,
    selected.controls.map(({ id }) => id),
  );
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...kyvernoSetting(head),
  });
  try {
    const requests = await comparedRequests([], { project: head, options: requestOptions(options), engines });
    const judging = { revisions, selected, options, signal, approvals, engines, requests: requests.cases };
    const gated = signal.aborted ? [] : await gateAll(laid.pairs, judging);
    const isSelected = new Set(selected.controls.map(({ id }) => id));
    const expired = expiredOf(approvals, {
      pairs: laid.pairs,
      controls: (id) => isSelected.has(id) || ![...base.ids, ...head.ids].includes(id),
    });
    const problems = withoutTwice([
      ...problemsOf(revisions),
      ...selected.problems,
      ...ofApprovals,
      ...requests.problems,
      ...gated.flatMap(({ gated: one }) => one.problems),
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
  readonly revisions: Revisions;
  readonly selected: Selected;
  readonly options: GateCommandOptions;
  readonly signal: AbortSignal;
  readonly approvals: readonly Approval[];
  readonly engines: Engines;
  readonly requests: readonly Case[];
}

async function gateAll(pairs: readonly GatePair[], judging: Judging): Promise<readonly GatedPair[]> {
  const gated: GatedPair[] = [];
  for (const pair of pairs) {
    if (judging.signal.aborted) break;
    gated.push({ pair, gated: await gateOne(pair, judging) });
  }
  return gated;
}

async function gateOne(pair: GatePair, judging: Judging): Promise<Gated> {
  const { revisions, selected, options, signal, approvals, engines } = judging;
  const cases = selected.controls.find(({ id }) => id === pair.control)?.cases ?? [];
  const releases = [revisions.base, revisions.head].map(({ config }) => options.kubernetes ?? config.kubernetes);
  return gatePair(pair, engines, {
    cases: besideRequests(cases, { requests: judging.requests, options: requestOptions(options) }),
    runs: options.runs ?? defaultRuns,
    seed: options.seed ?? defaultSeed,
    kubernetes: [releases[0], releases[1]],
    approvals,
    signal,
    ...(options.path === undefined ? {} : { only: options.path }),
    ...(options.messages === undefined ? {} : { messages: options.messages }),
    replay: (origin) => replayOf(pair.control, origin, options),
  });
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
