import { type Selection, selectCases } from "../compare/index.ts";
import { loadProject, type Project } from "../load/index.ts";
import { AssayError, type Control, type EngineId, type Problem } from "../model/index.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import { hasOwnPolicies, parseSide, policiesOfSide, type SideSpec } from "./_side.ts";

/** Policies that judge, as controls without cases. */
export interface JudgingPolicies {
  readonly project: Project;
  readonly controls: readonly JudgingControl[];
  readonly engines: readonly EngineId[];
  readonly problems: readonly Problem[];
}

/** One that judges under a release of its own, where it names one. */
export interface JudgingControl {
  readonly control: Control;
  readonly kubernetes?: string;
}

/**
 * The policies that the user names, or else those of the project.
 * @throws an AssayError for options that exclude each other
 */
export function judgingPolicies(root: string, options: JudgeOptions): JudgingPolicies {
  const config = options.config === undefined ? {} : { config: options.config };
  if (options.policy === undefined) return ofProject(root, options, config);
  const idle = (["control", "engine"] as const).find((name) => options[name] !== undefined);
  if (idle !== undefined) throw new AssayError("bad-usage", `--policy says what judges: leave --${idle} out`);
  return ofSides(root, options.policy.map(parseSide), config);
}

// --- internal ---

type ConfigFile = { readonly config?: string };

function ofProject(root: string, { control, engine }: JudgeOptions, config: ConfigFile): JudgingPolicies {
  const selection: Selection = {
    ...(control === undefined ? {} : { controls: control }),
    ...(engine === undefined || engine.includes("cluster") ? {} : { engines: engine }),
  };
  const project = loadProject(root, { ...config, cases: false, ...(engine === undefined ? {} : { engines: engine }) });
  const engines = engine ?? project.config.engines;
  const selected = selectCases(project.controls, selection, project.ids);
  const judging = selected.controls.filter(({ policies }) =>
    policies.some((policy) => engines.includes(policy.engine)),
  );
  const ofSelection = project.ids.length === 0 ? [] : selected.problems;
  return {
    project,
    controls: judging.map((one) => ({ control: one })),
    engines,
    problems: [...project.problems, ...ofSelection],
  };
}

/** What a side brings is a control of its own. One that brings nothing is the project's policies for its engine. */
function ofSides(root: string, sides: readonly SideSpec[], config: ConfigFile): JudgingPolicies {
  const foreign = sides.every(hasOwnPolicies);
  const asked = sides.flatMap(({ engine }) => (engine === undefined ? [] : [engine]));
  const project = loadProject(root, {
    ...config,
    cases: false,
    engines: asked,
    ...(foreign ? { only: () => false, mayBeEmpty: true } : {}),
  });
  const problems: Problem[] = [...project.problems];
  const controls = sides.flatMap((side): readonly JudgingControl[] => {
    const { side: taken, problems: ofSide } = policiesOfSide(side, { project, controls: project.controls });
    problems.push(...ofSide);
    const release = taken.kubernetes === undefined ? {} : { kubernetes: taken.kubernetes };
    if (!hasOwnPolicies(side)) return project.controls.flatMap((one) => ofEngine(one, taken.engine, release));
    const policies =
      taken.engine === "cluster" ? [{ control: side.text, engine: taken.engine, sources: [] }] : taken.policies;
    const control = { id: side.text, policies: policies.map((one) => ({ ...one, control: side.text })), cases: [] };
    return policies.length === 0 ? [] : [{ control, ...release }];
  });
  const engines = new Set(controls.flatMap(({ control }) => control.policies.map(({ engine }) => engine)));
  return { project, controls, engines: [...engines], problems };
}

function ofEngine(
  control: Control,
  engine: EngineId,
  release: Pick<JudgingControl, "kubernetes">,
): readonly JudgingControl[] {
  const policies = control.policies.filter((policy) => policy.engine === engine);
  return policies.length === 0 ? [] : [{ control: { ...control, policies }, ...release }];
}
