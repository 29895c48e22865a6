import { differences } from "../harness/compare/index.ts";
import type { Engines } from "../harness/engine/index.ts";
import {
  type Case,
  type Control,
  type EngineId,
  expectationFor,
  type Judge,
  type Policy,
  type Verdict,
} from "../harness/model/index.ts";

/** One case with the judge of its own control. */
export interface Job {
  /** The control and the case, for messages. */
  readonly name: string;
  /** Judges the case as if it had not been seen before. */
  readonly judge: () => Promise<Verdict>;
  /** How a verdict is not what the case expects; empty where it is. */
  readonly differences: (verdict: Verdict) => readonly string[];
}

/** Every case that does not skip and whose control has a policy for the engine, under the release that it names. Throws where a policy does not compile. */
export async function packJobs(
  engines: Engines,
  engine: EngineId,
  controls: readonly Control[],
): Promise<readonly Job[]> {
  const judges = new Map<string, Promise<Judge>>();
  const jobs: Promise<Job>[] = controls.flatMap((control) => {
    const policy = control.policies.find((candidate) => candidate.engine === engine);
    if (policy === undefined) return [];
    return control.cases
      .filter(({ skip }) => skip === undefined)
      .map(async (one) => {
        const key = JSON.stringify([control.id, one.world.kubernetes]);
        const judge = judges.get(key) ?? compile(engines, policy, one);
        judges.set(key, judge);
        return jobOf(one, engine, await judge);
      });
  });
  return Promise.all(jobs);
}

// --- internal ---

async function compile(engines: Engines, policy: Policy, { world: { kubernetes } }: Case): Promise<Judge> {
  const options = kubernetes === undefined ? {} : { kubernetes };
  const { judge, problems } = await engines.get(policy.engine).compile([policy], options);
  if (judge !== undefined && problems.length === 0) return judge;
  throw new Error(
    `${policy.engine} does not compile ${policy.control}: ${problems.map(({ message }) => message).join("; ")}`,
  );
}

/** The objects are new each time, so that nothing that is kept for an object helps. */
function jobOf(one: Case, engine: EngineId, judge: Judge): Job {
  const expected = expectationFor(one, engine);
  return {
    name: `${one.control}: ${one.name}`,
    judge: () => judge({ ...one.request }, { ...one.world }),
    differences: (verdict) => differences(expected, verdict),
  };
}
