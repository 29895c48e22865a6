import { type CoverageRun, type Engines, limiter } from "../engine/index.ts";
import type { Control, Coverage, Engine, EngineId, Judge, Policy, Problem, Request, World } from "../model/index.ts";
import { coverageOf } from "./_coverage.ts";
import { failuresOf, keepFailure } from "./_problems.ts";
import type { EngineSource } from "./run.ts";

/** Engines that judge as ever, and remember what the cases ask of which policy. */
export interface Covering {
  readonly engines: EngineSource;
  /** Asks all of it again of engines that note what they evaluate. Nothing that judges waits for them, so that no verdict hangs on coverage. */
  read(): Promise<Coverage & { readonly problems: readonly Problem[] }>;
}

/** Whose cases cover what. */
export interface CoveringOptions {
  readonly engines: readonly EngineId[];
  readonly kubernetes?: string;
  /** Ends reading at once. */
  readonly signal?: AbortSignal;
  /** Requests under way at a time. @defaultValue 64 */
  readonly concurrency?: number;
}

/** A case that is not about the release that it stands under covers nothing. */
export function coveringCases(
  controls: readonly Control[],
  source: Pick<Engines, "get" | "coverage">,
  options: CoveringOptions,
): Covering {
  const asked: Asked[] = [];
  const outside = new Set<World>(
    controls.flatMap(({ cases }) => cases.flatMap((one) => (one.outside === undefined ? [] : [one.world]))),
  );
  const remembering =
    (judge: Judge, of: Pick<Asked, "policy" | "kubernetes">): Judge =>
    (request, world) => {
      if (!outside.has(world)) asked.push({ ...of, request, world });
      return judge(request, world);
    };
  const watched = (engine: Engine): Engine => ({
    id: engine.id,
    compile: async (policies, given) => {
      const compiled = await engine.compile(policies, given);
      const [policy] = policies;
      if (compiled.judge === undefined || policy === undefined) return compiled;
      return { ...compiled, judge: remembering(compiled.judge, { policy, kubernetes: given?.kubernetes }) };
    },
  });
  return {
    engines: { get: (id) => watched(source.get(id)) },
    read: async () => {
      const policies = controls.flatMap((control) => policiesOf(control, options.engines));
      const coverage = source.coverage(policies);
      const failures = await askAgain(asked, coverage, options);
      const covered = await coverage.read(options.kubernetes);
      return { ...coverageOf(controls, covered), problems: [...failures, ...covered.problems] };
    },
  };
}

// --- internal ---

/** One question that a case was. */
interface Asked {
  readonly policy: Policy;
  readonly kubernetes: string | undefined;
  readonly request: Request;
  readonly world: World;
}

/** Whoever is asked about one request is asked at once, so that it is admitted once. @returns what failed in the tool itself */
async function askAgain(
  asked: readonly Asked[],
  coverage: CoverageRun,
  { signal, concurrency = 64 }: CoveringOptions,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const limit = limiter(concurrency);
  const askAll = async (alike: readonly Asked[]): Promise<void> => {
    if (signal?.aborted === true) return;
    const noting = await Promise.all(alike.map(({ policy, kubernetes }) => coverage.of(policy, kubernetes)));
    for (const one of noting) problems.push(...(one?.problems ?? []));
    const noted = await Promise.all(alike.map(({ request, world }, at) => noting[at]?.judge?.(request, world)));
    for (const verdict of noted) {
      for (const failure of verdict === undefined ? [] : failuresOf(verdict)) keepFailure(problems, failure);
    }
  };
  const byRequest = Map.groupBy(asked, ({ request }) => request);
  await Promise.all([...byRequest.values()].map((alike) => limit(() => askAll(alike))));
  return problems;
}

function policiesOf({ policies }: Control, ids: readonly EngineId[]): readonly Policy[] {
  return policies.filter(({ engine }) => ids.includes(engine));
}
