import { readdirSync, readFileSync } from "node:fs";

/** Use of a process and all its descendants: CPU time so far in milliseconds, resident memory now in MB. Linux only: reads /proc. */
export interface TreeUse {
  readonly cpuMs: number;
  readonly residentMb: number;
}

const ticksPerSecond = 100;
const pageBytes = 4096;

/** One process of a tree, with the name that it was started by. */
export interface ProcessMemory {
  readonly pid: number;
  readonly name: string;
  readonly residentMb: number;
}

/** Sums over the tree under `root`. Processes that have ended, and have been waited for, count with their parent's children's time. */
export function treeUse(root: number): TreeUse {
  const members = tree(root);
  const total = (key: "ticks" | "pages"): number => members.reduce((sum, member) => sum + member[key], 0);
  return { cpuMs: (total("ticks") * 1000) / ticksPerSecond, residentMb: (total("pages") * pageBytes) / 1e6 };
}

/** What each process of the tree under `root` has resident now: the root first, then by id. */
export function treeMemory(root: number): readonly ProcessMemory[] {
  const members = [...tree(root)].sort(
    (left, right) => Number(right.pid === root) - Number(left.pid === root) || left.pid - right.pid,
  );
  return members.map(({ pid, name, pages }) => ({ pid, name, residentMb: (pages * pageBytes) / 1e6 }));
}

// --- internal ---

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly ticks: number;
  readonly pages: number;
}

function tree(root: number): readonly Stat[] {
  const stats = processes();
  const inTree = (pid: number): boolean => pid === root || (stats.has(pid) && inTree(stats.get(pid)?.parent ?? 0));
  return [...stats.values()].filter(({ pid }) => pid !== 0 && inTree(pid));
}

function processes(): ReadonlyMap<number, Stat> {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Map(
    pids.flatMap((pid) => {
      const stat = readStat(pid);
      return stat === undefined ? [] : [[Number(pid), stat] as const];
    }),
  );
}

/** Fields after the command's closing parenthesis, numbered from 3 as in proc(5). */
function readStat(pid: string): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const field = (number: number): number => Number(fields[number - 3]);
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    return {
      pid: Number(pid),
      name,
      parent: field(4),
      ticks: field(14) + field(15) + field(16) + field(17),
      pages: field(24),
    };
  } catch {
    return undefined; // it has ended meanwhile
  }
}
