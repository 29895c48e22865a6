import type { EngineSource } from "../compare/index.ts";
import { type ClusterSettings, defaultKubeconfig, openEngines } from "../engine/index.ts";
import type { Compiled, Engine, EngineId } from "../model/index.ts";

const key = Symbol.for("assay.engines");

/**
 * The engines of this worker: opened once, shared by all files that it runs, and ended with it (an engine ends with its input).
 * Each policy is compiled once.
 */
export function workerEngines(context: string | undefined): EngineSource {
  const holder = globalThis as { [key]?: EngineSource };
  holder[key] ??= compilingOnce(openEngines({ cluster: clusterSettings(context) }));
  return holder[key];
}

// --- internal ---

function clusterSettings(context: string | undefined): ClusterSettings {
  const kubeconfig = defaultKubeconfig(process.env);
  return { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) };
}

function compilingOnce(source: EngineSource): EngineSource {
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
  return { get: engine };
}
