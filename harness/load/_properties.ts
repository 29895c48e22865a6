import picomatch from "picomatch";
import { type Control, type EngineId, globFlaw, globOptions, type Problem, type PropertyUse } from "../model/index.ts";
import { suggestion } from "./_suggest.ts";
import type { LoadedConfig } from "./config.ts";

/** The properties that the configuration asks of a control. One that several lines ask for in the same way is asked for once. */
export function propertiesOf(id: string, { config, written }: LoadedConfig): readonly PropertyUse[] {
  const uses = new Map<string, PropertyUse>();
  for (const [pattern, lines] of Object.entries(config.properties)) {
    if (!selects(pattern, id)) continue;
    for (const [index, line] of lines.entries()) {
      const use: PropertyUse = typeof line === "string" ? { property: line } : line;
      const place = written?.placeOf(["properties", pattern, String(index)]);
      const key = JSON.stringify(use);
      if (!uses.has(key)) uses.set(key, { ...use, ...(place === undefined ? {} : { place }) });
    }
  }
  return [...uses.values()];
}

/** Lines of `properties` that select no control: nothing checked never passes. */
export function idleProperties(ids: readonly string[], { config, written }: LoadedConfig): readonly Problem[] {
  return Object.keys(config.properties).flatMap((pattern) => {
    const flaw = globFlaw(pattern);
    if (flaw === undefined && ids.some((id) => selects(pattern, id))) return [];
    const place = written?.placeOf(["properties", pattern]);
    const problem: Problem =
      flaw === undefined
        ? { code: "nothing-found", message: `no control is called \`${pattern}\``, hint: suggestion(pattern, ids) }
        : { code: "bad-config", message: `this glob cannot be used: ${flaw}`, hint: "make it simpler" };
    return [{ ...problem, ...(place === undefined ? {} : { place }) }];
  });
}

/** Properties that no control has a policy for: each of its engines is another one's. */
export function homelessProperties(
  controls: readonly Control[],
  { config, written }: LoadedConfig,
): readonly Problem[] {
  return Object.entries(config.properties).flatMap(([pattern, lines]) =>
    lines.flatMap((line, index): readonly Problem[] => {
      const engines = typeof line === "string" ? undefined : enginesOf(line);
      const own = controls.filter(({ id }) => selects(pattern, id)).flatMap(({ policies }) => policies);
      if (engines === undefined || own.some(({ engine }) => engines.includes(engine))) return [];
      const place = written?.placeOf(["properties", pattern, String(index)]);
      const message = `no control that is called \`${pattern}\` has a policy for ${engines.join(", ")}, so nothing checks this`;
      return [{ code: "nothing-found", message, ...(place === undefined ? {} : { place }) }];
    }),
  );
}

// --- internal ---

function enginesOf({ engines, raw }: PropertyUse): readonly EngineId[] | undefined {
  if (raw !== true) return engines;
  return (engines ?? rawEngines).filter((engine) => rawEngines.includes(engine));
}

const rawEngines: readonly EngineId[] = ["rego", "topdown"];

function selects(pattern: string, id: string): boolean {
  return id === pattern || (globFlaw(pattern) === undefined && picomatch.isMatch(id, pattern, globOptions));
}
