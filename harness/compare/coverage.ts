import type { CoverageRun, Covered } from "../engine/index.ts";
import type { Compiled, Control, Coverage, Engine, EngineId, Judge, Policy, Problem, World } from "../model/index.ts";
import { coverageOf } from "./_coverage.ts";
import { failuresOf, keepFailure } from "./_problems.ts";
import type { EngineSource } from "./run.ts";

/** Engines that judge as ever, while what cases reach of the policies is noted. */
export interface Covering {
  readonly engines: EngineSource;
  /** What has been reached by now. */
  read(): Promise<Coverage & { readonly problems: readonly Problem[] }>;
}

/** Whose cases cover what. */
export interface CoveringOptions {
  readonly engines: readonly EngineId[];
  readonly kubernetes?: string;
}

/** Whatever notes is apart from what judges, so that no verdict hangs on it. A case that is not about the release that it stands under covers nothing. */
export function coveringCases(
  controls: readonly Control[],
  { engines: source, coverage }: { readonly engines: EngineSource; readonly coverage: CoverageRun },
  { engines: ids, kubernetes }: CoveringOptions,
): Covering {
  const failures: Problem[] = [];
  const aside = new Set<World>(
    controls.flatMap(({ cases }) => cases.flatMap((one) => (one.outside === undefined ? [] : [one.world]))),
  );
  const both = (judge: Judge, notes: Judge): Judge => {
    return async (request, world) => {
      if (aside.has(world)) return judge(request, world);
      const [verdict, noted] = await Promise.all([judge(request, world), notes(request, world)]);
      for (const failure of failuresOf(noted)) keepFailure(failures, failure);
      return verdict;
    };
  };
  const noting = (engine: Engine): Engine => ({
    id: engine.id,
    compile: async (policies, options) => {
      const [first] = policies;
      const noted = first === undefined ? undefined : coverage.of(first, options?.kubernetes);
      const [compiled, notes] = await Promise.all([engine.compile(policies, options), noted]);
      return noted === undefined ? compiled : joined(compiled, notes, both);
    },
  });
  return {
    engines: { get: (id) => noting(source.get(id)) },
    read: async () => {
      const policies = controls.flatMap((control) => policiesOf(control, ids));
      const covered: Covered = await coverage.read(policies, kubernetes);
      return { ...coverageOf(controls, covered), problems: [...failures, ...covered.problems] };
    },
  };
}

// --- internal ---

function policiesOf({ policies }: Control, ids: readonly EngineId[]): readonly Policy[] {
  return policies.filter(({ engine }) => ids.includes(engine));
}

function joined(
  compiled: Compiled,
  notes: Compiled | undefined,
  both: (judge: Judge, notes: Judge) => Judge,
): Compiled {
  if (compiled.judge === undefined || notes === undefined) return compiled;
  const problems = [...compiled.problems, ...notes.problems];
  const judge = notes.judge === undefined ? compiled.judge : both(compiled.judge, notes.judge);
  return { ...compiled, judge, problems };
}
