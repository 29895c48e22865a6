import { type ClusterSettings, compilingOnce, defaultKubeconfig, type Engines, openEngines } from "../engine/index.ts";
import type { TestFile } from "./_test-file.ts";

const key = Symbol.for("assay.engines");

/**
 * The engines of this worker: opened once, shared by all files that it runs, and ended with it (an engine ends with its input).
 * Each policy is compiled once.
 */
export function workerEngines({ context, kyverno }: Pick<TestFile, "context" | "kyverno">): Engines {
  const holder = globalThis as { [key]?: Engines };
  const settings = { cluster: clusterSettings(context), ...(kyverno === undefined ? {} : { kyverno }) };
  holder[key] ??= compilingOnce(openEngines(settings));
  return holder[key];
}

// --- internal ---

function clusterSettings(context: string | undefined): ClusterSettings {
  const kubeconfig = defaultKubeconfig(process.env);
  return { ...(kubeconfig === undefined ? {} : { kubeconfig }), ...(context === undefined ? {} : { context }) };
}
