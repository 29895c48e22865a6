import { defaultKubeconfig, type EnginesOptions } from "../engine/index.ts";
import type { Config } from "../load/index.ts";
import { AssayError, type EngineId } from "../model/index.ts";

interface Options {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/**
 * Which cluster is asked: what the command line says, then `assay.yaml`, then what kubectl takes in this environment.
 * @throws an AssayError where the command line chooses a cluster that is not asked
 */
export function clusterSettings(
  engines: readonly EngineId[],
  options: Options,
  config: Pick<Config, "cluster">,
): Pick<EnginesOptions, "cluster"> {
  if (!engines.includes("cluster")) {
    const [idle] = (["kubeconfig", "context"] as const).filter((name) => options[name] !== undefined);
    if (idle === undefined) return {};
    throw new AssayError("bad-usage", `--${idle} is for the engine \`cluster\`: add --engine cluster, or leave it out`);
  }
  const kubeconfig = options.kubeconfig ?? defaultKubeconfig(process.env);
  const context = options.context ?? config.cluster?.context;
  return {
    cluster: {
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
    },
  };
}
