import { spawnSync } from "node:child_process";
import { median } from "../_median.ts";

/** A command that is timed as a whole process, with the exit codes that mean that it did its work. */
export interface Runner {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly codes: readonly number[];
}

/** What came of running two commands in turns. */
export interface Race {
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
  /** Their median over ours: above 1 ours is the faster one. */
  readonly ratio: number;
  readonly peer: string;
}

/** Times both in turns, so that whatever else the machine does meets both; after one run each that does not count. Medians, in seconds. */
export function race(what: string, ours: Runner, theirs: Runner, rounds: number): Race {
  const times: { readonly ours: number[]; readonly theirs: number[] } = { ours: [], theirs: [] };
  for (let round = -1; round < rounds; round++) {
    const taken = { ours: once(ours), theirs: once(theirs) };
    if (round < 0) continue;
    times.ours.push(taken.ours);
    times.theirs.push(taken.theirs);
  }
  const [own, other] = [median(times.ours), median(times.theirs)];
  return { what, ours: own, theirs: other, ratio: other / own, peer: theirs.name };
}

// --- internal ---

function once({ command, cwd, codes, name }: Runner): number {
  const [program = "", ...args] = command;
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  if (status === null || !codes.includes(status))
    throw new Error(`\`${name}\` ended with ${status ?? error?.message}: ${stderr.slice(-2000)}`);
  return seconds;
}
