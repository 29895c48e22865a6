import { join } from "node:path";
import { buildEngine, buildProgram, choosePlatforms, requireGo, root } from "../../scripts/engines/index.ts";

/** Paths of the programs of a control plane. */
export interface Programs {
  readonly etcd: string;
  readonly apiserver: string;
  readonly kubectl: string;
}

/** Builds the API server, its store, kubectl and the engine that is compared with it, or takes them from the cache. Throws where Go refuses. */
export function buildPrograms(): Programs {
  const settings = { platform: platformHere(), goVersion: requireGo(), verify: false };
  buildEngine({ engine: "kube", ...settings });
  const build = (name: string): string => {
    const folder = join(root, "test", "cluster", "server");
    return buildProgram({ program: { name, folder, package: `./${name}`, beside: [], kept: "cluster" }, ...settings })
      .path;
  };
  return { etcd: build("etcd"), apiserver: build("kube-apiserver"), kubectl: build("kubectl") };
}

function platformHere(): ReturnType<typeof choosePlatforms>[number] {
  const [platform] = choosePlatforms([]);
  if (platform === undefined) throw new Error("no platform is chosen");
  return platform;
}
