import type { Engines } from "../harness/engine/index.ts";
import type { Judge, Policy, Request, World } from "../harness/model/index.ts";
import { median } from "./_median.ts";
import { treeUse } from "./_process-tree.ts";

export interface Throughput {
  readonly what: string;
  readonly policies: number;
  /** Requests per second of wall time, pipelined. */
  readonly perSecond: number;
  /** Requests per second of CPU time of all processes together: what one core does. */
  readonly perCpuSecond: number;
}

export interface Load {
  readonly what: string;
  /** Of one engine: they are judged together, as one set. */
  readonly policies: readonly Policy[];
  readonly requests: readonly Request[];
  /** `true` judges the same requests again and again, so that their reviews are built once. @defaultValue false */
  readonly again?: boolean;
}

const rounds = 5;
const perRound = 2000;
const underWay = 64;
const world: World = {};

/** Judges the requests over and over, and gives the medians of some rounds after one that warms up. */
export async function throughput(engines: Engines, { what, policies, requests, again }: Load): Promise<Throughput> {
  const judge = await compile(engines, policies);
  const fresh = (request: Request): Request => (again === true ? request : { ...request });
  const round = (): Promise<void> => judgeMany((request, world) => judge(fresh(request), world), requests);
  await round();
  const measured: { readonly wall: number; readonly cpu: number }[] = [];
  for (let count = 0; count < rounds; count++) {
    const [start, cpuStart] = [performance.now(), treeUse(process.pid).cpuMs];
    await round();
    const [wallMs, cpuMs] = [performance.now() - start, treeUse(process.pid).cpuMs - cpuStart];
    measured.push({ wall: (perRound * 1000) / wallMs, cpu: (perRound * 1000) / cpuMs });
  }
  const middle = (key: "wall" | "cpu"): number => median(measured.map((each) => each[key]));
  return { what, policies: policies.length, perSecond: middle("wall"), perCpuSecond: middle("cpu") };
}

// --- internal ---

async function compile(engines: Engines, policies: readonly Policy[]): Promise<Judge> {
  const engine = policies[0]?.engine;
  if (engine === undefined) throw new Error("there is no policy to judge by");
  const { judge, problems } = await engines.get(engine).compile(policies);
  if (judge !== undefined && problems.length === 0) return judge;
  throw new Error(`${engine} does not compile the policies: ${problems.map(({ message }) => message).join("; ")}`);
}

/** Throws where an engine gives an error: a broken run has no speed. */
async function judgeMany(judge: Judge, requests: readonly Request[]): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < perRound) {
      const known = requests[next++ % requests.length];
      if (known === undefined) throw new Error("there is no request to judge");
      const verdict = await judge(known, world);
      if (verdict.decision === "error") throw new Error(`an engine gave an error: ${verdict.errors?.[0]?.message}`);
    }
  };
  await Promise.all(Array.from({ length: underWay }, worker));
}
