import { checkProperties, type PropertiesRun } from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import type { Project } from "../load/index.ts";
import type { Control, EngineId, Origin, Outcome, Problem } from "../model/index.ts";
import { shellWord } from "./_shell-word.ts";
import type { TestOptions } from "./_test-options.ts";

/** What came of the properties of controls. */
export type PropertyRuns = Omit<PropertiesRun, "checks">;

/** Whether properties alone are asked for, and no case. */
export function propertiesAlone({ property }: TestOptions): boolean {
  return property !== undefined;
}

/** Checks the properties of the controls that were selected. Cases that were selected one by one are changed alone, where properties are asked for. */
export async function runProperties(
  selected: readonly Control[],
  { project, engines, ...asked }: Asked,
  options: TestOptions,
): Promise<PropertyRuns> {
  const runs: PropertyRuns[] = [];
  const problems = unknownProperties(selected, options);
  for (const control of selected) {
    if (asked.signal.aborted) break;
    const whole = project.controls.find(({ id }) => id === control.id) ?? control;
    if (!takesPart(control, whole, options)) continue;
    const narrowed = propertiesAlone(options) && control.cases.length < whole.cases.length;
    const run = await checkProperties(withProperties(whole, options), engines, {
      engines: asked.engineIds,
      runs: options.runs ?? project.config.runs,
      seed: options.seed ?? defaultSeed,
      signal: asked.signal,
      onOutcome: asked.onOutcome,
      known: project.knownDifferences,
      replay: (property, engine, origin) => replayOf(whole, { property, engine, origin }, options),
      ...(asked.kubernetes === undefined ? {} : { kubernetes: asked.kubernetes }),
      ...(narrowed ? { cases: control.cases } : {}),
      ...(options.path === undefined ? {} : { only: options.path }),
    });
    runs.push(run);
  }
  return {
    outcomes: runs.flatMap(({ outcomes }) => outcomes),
    findings: runs.flatMap(({ findings }) => findings),
    problems: [...problems, ...runs.flatMap((run) => run.problems)],
  };
}

// --- internal ---

interface Asked {
  readonly project: Project;
  readonly engines: Engines;
  readonly engineIds: readonly EngineId[];
  readonly kubernetes: string | undefined;
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: Outcome) => void;
}

const defaultSeed = 1;

/** Who selects single cases asks for these alone. Of shards the one with the control's first case checks its properties. */
function takesPart(control: Control, whole: Control, options: TestOptions): boolean {
  if (options.runs === 0) return false;
  if (propertiesAlone(options)) return true;
  if (options.case !== undefined) return false;
  const [first] = whole.cases;
  if (options.shard !== undefined) return first === undefined || control.cases.includes(first);
  return control.cases.length === whole.cases.length;
}

function withProperties(control: Control, { property: only }: TestOptions): Control {
  if (only === undefined) return control;
  return { ...control, properties: (control.properties ?? []).filter(({ property }) => only.includes(property)) };
}

/** Properties that were asked for and that no selected control has. */
function unknownProperties(selected: readonly Control[], { property: asked = [] }: TestOptions): readonly Problem[] {
  const known = [...new Set(selected.flatMap(({ properties = [] }) => properties.map(({ property }) => property)))];
  return asked
    .filter((id) => !known.includes(id))
    .map((id) => ({
      code: "nothing-found",
      message: `no selected control has the property \`${id}\``,
      hint:
        known.length === 0
          ? "name properties in assay.yaml"
          : `properties: ${known.map((name) => `\`${name}\``).join(", ")}`,
    }));
}

/** The command that checks a property with one request again. */
function replayOf(
  control: Control,
  found: { readonly property: string; readonly engine: EngineId; readonly origin: Origin },
  options: TestOptions,
): string {
  const { property, engine, origin } = found;
  const flags = [
    ...(options.kubernetes === undefined ? [] : ["--kubernetes", options.kubernetes.join(",")]),
    ...(options.config === undefined ? [] : ["--config", options.config]),
    ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
  ];
  const words = [
    "assay",
    "test",
    "--control",
    control.id,
    "--property",
    property,
    "--engine",
    engine,
    ...oneOf(control, origin),
    ...flags,
  ];
  return words.map(shellWord).join(" ");
}

/** What selects one request. A case of another control, which judges too, is reached with all of them alone. */
function oneOf({ cases }: Control, origin: Origin): readonly string[] {
  if (!("case" in origin)) return ["--seed", String(origin.seed), "--path", String(origin.index)];
  return cases.some(({ name, place }) => name === origin.case && place.path === origin.place.path)
    ? ["--case", origin.case]
    : [];
}
