import type { Compiled, Engine, EngineId } from "../model/index.ts";

/** The same engines, which keep what they compiled: the same policies for the same release are compiled once. */
export function compilingOnce<T extends { get(id: EngineId): Engine }>(source: T): T {
  const compiled = new Map<string, Promise<Compiled>>();
  const engine = (id: EngineId): Engine => ({
    id,
    compile(policies, options) {
      const name = JSON.stringify([id, policies, options]);
      const known = compiled.get(name) ?? source.get(id).compile(policies, options);
      compiled.set(name, known);
      return known;
    },
  });
  return { ...source, get: engine };
}
