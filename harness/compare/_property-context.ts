import type { Engines } from "../engine/index.ts";
import type { Case, Control, Judge, Policy, Problem, Property, PropertyUse } from "../model/index.ts";
import { placed } from "./_problems.ts";
import type { PropertyTrials } from "./_property-trials.ts";
import { remembering } from "./_remembering.ts";
import type { PropertiesOptions } from "./control-properties.ts";
import type { OpenedStream } from "./stream.ts";

/** A property of a control on one of its engines. */
export interface Job {
  readonly use: PropertyUse;
  readonly property: Property;
  readonly policy: Policy;
}

/** What all properties of a control share. */
export interface JobContext {
  readonly engines: Engines;
  readonly options: PropertiesOptions;
  readonly control: Control;
  /** Every case that runs, its object as JSON. */
  readonly all: readonly Case[];
  /** Those that are changed. */
  readonly chosen: readonly Case[];
  readonly trials: (engine: Policy["engine"], use: PropertyUse) => PropertyTrials;
  readonly judges: Map<Judge, Judge>;
  readonly opened: OpenedStream;
}

/** The judge that policies become together, and what is wrong with them. */
export async function judgeOf(
  policies: readonly [Policy, ...Policy[]],
  { engines, options: { kubernetes }, judges }: Pick<JobContext, "engines" | "options" | "judges">,
): Promise<{ readonly judge?: Judge; readonly problems: readonly Problem[] }> {
  const [first] = policies;
  const compiled = await engines.get(first.engine).compile(policies, kubernetes === undefined ? {} : { kubernetes });
  const problems = compiled.problems.map((problem) => placed(problem, first));
  return compiled.judge === undefined ? { problems } : { judge: remembering(compiled.judge, judges), problems };
}
