import { createHash } from "node:crypto";
import type { Verdict } from "../harness/model/index.ts";
import type { Job } from "./_pack-jobs.ts";
import { type ProcessMemory, treeMemory, treeUse } from "./_process-tree.ts";
import { slope } from "./_slope.ts";

/** What came of judging the same requests again and again. */
export interface Soaked {
  readonly requests: number;
  readonly judgements: number;
  readonly seconds: number;
  /** Judgements per second in the last tenth to those in the first, warm-up left out: by the clock, which other load disturbs. */
  readonly drift: number;
  /** The same per second of CPU time of all processes together. */
  readonly cpuDrift: number;
  /** Requests whose verdict was not the first one at least once. */
  readonly changed: readonly string[];
  readonly processes: readonly ProcessGrowth[];
}

export interface ProcessGrowth {
  readonly name: string;
  /** After the warm-up. */
  readonly startMb: number;
  readonly endMb: number;
  /** MB per 100,000 judgements: the line through the samples of the second half. */
  readonly growth: number;
}

const underWay = 64;
const samples = 100;
const warmUp = 5000;

/** Judges the jobs round and round. Throws where a verdict is not what its case expects at the very first: then there is nothing to hold. */
export async function soak(jobs: readonly Job[], judgements: number): Promise<Soaked> {
  const first = await firstHashes(jobs);
  const changed = new Set<string>();
  const judgeOne = async (index: number): Promise<void> => {
    const position = index % jobs.length;
    const job = jobs[position];
    if (job === undefined) throw new Error("there is no request to judge");
    if (hashOf(await job.judge()) !== first[position]) changed.add(job.name);
  };
  await inParallel(0, warmUp, judgeOne);
  const taken: Sample[] = [{ judged: 0, seconds: 0, cpuSeconds: 0, memory: treeMemory(process.pid) }];
  for (let count = 1; count <= samples; count++) {
    const [from, to] = [taken.at(-1)?.judged ?? 0, Math.round((judgements * count) / samples)];
    const [start, cpuStart] = [performance.now(), treeUse(process.pid).cpuMs];
    await inParallel(from, to, judgeOne);
    const seconds = (performance.now() - start) / 1000;
    const cpuSeconds = (treeUse(process.pid).cpuMs - cpuStart) / 1000;
    taken.push({ judged: to, seconds, cpuSeconds, memory: treeMemory(process.pid) });
  }
  return {
    requests: jobs.length,
    judgements,
    seconds: total(taken, "seconds"),
    drift: driftOf(taken, "seconds"),
    cpuDrift: driftOf(taken, "cpuSeconds"),
    changed: [...changed].sort(),
    processes: growths(taken),
  };
}

// --- internal ---

interface Sample {
  readonly judged: number;
  /** Since the sample before. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly memory: readonly ProcessMemory[];
}

async function firstHashes(jobs: readonly Job[]): Promise<readonly string[]> {
  const hashes: string[] = [];
  await inParallel(0, jobs.length, async (index) => {
    const job = jobs[index] as Job;
    const verdict = await job.judge();
    const wrong = job.differences(verdict);
    if (wrong.length > 0) throw new Error(`${job.name} is not judged as its case expects: ${wrong.join("; ")}`);
    hashes[index] = hashOf(verdict);
  });
  return hashes;
}

async function inParallel(from: number, to: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) await act(next++);
  };
  await Promise.all(Array.from({ length: underWay }, worker));
}

function hashOf(verdict: Verdict): string {
  return createHash("sha1").update(JSON.stringify(verdict)).digest("base64");
}

function total(taken: readonly Sample[], key: "seconds" | "cpuSeconds"): number {
  return taken.reduce((sum, sample) => sum + sample[key], 0);
}

function driftOf(taken: readonly Sample[], key: "seconds" | "cpuSeconds"): number {
  return total(taken.slice(1, samples / 10 + 1), key) / total(taken.slice(-samples / 10), key);
}

/** Of the processes that are there at the end: a process that was started anew has few samples, and its own line. */
function growths(taken: readonly Sample[]): readonly ProcessGrowth[] {
  const last = taken.at(-1)?.memory ?? [];
  return last.map(({ pid, name, residentMb }, position) => {
    const points = taken.flatMap(({ judged, memory }) => {
      const found = memory.find((process) => process.pid === pid);
      return found === undefined ? [] : [{ judged, value: found.residentMb }];
    });
    return {
      name: position === 0 ? "harness (Node)" : `${name} (engine)`,
      startMb: points[0]?.value ?? residentMb,
      endMb: residentMb,
      growth: slope(points.filter(({ judged }) => judged * 2 >= (taken.at(-1)?.judged ?? 0))) * 100_000,
    };
  });
}
