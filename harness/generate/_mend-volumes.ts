import { drop, type Tree, treeOf, treesOf } from "./_tree.ts";

/** Names of volumes are there and differ; of the sources one stays. */
export function mendVolumes(spec: Tree): void {
  if (!Array.isArray(spec["volumes"])) return;
  const names = new Set<string>();
  spec["volumes"] = treesOf(spec["volumes"]).filter((volume) => {
    const name = typeof volume["name"] === "string" ? volume["name"] : "a";
    if (names.has(name)) return false;
    names.add(name);
    volume["name"] = name;
    const [, ...others] = Object.keys(volume).filter((key) => key !== "name" && treeOf(volume[key]) !== undefined);
    drop(volume, ...others);
    mendSource(volume);
    return true;
  });
}

/** What is mounted is a volume, and no path is mounted twice. */
export function mendMounts(spec: Tree): void {
  const volumes = treesOf(spec["volumes"]).map(({ name }) => String(name));
  for (const list of ["initContainers", "containers", "ephemeralContainers"]) {
    for (const container of treesOf(spec[list])) mendMountsOf(container, volumes, list);
  }
}

// --- internal ---

function mendMountsOf(container: Tree, volumes: readonly string[], list: string): void {
  if (!Array.isArray(container["volumeMounts"])) return;
  const paths = new Set<unknown>();
  const mounts = treesOf(container["volumeMounts"]).filter((mount) => {
    if (paths.has(mount["mountPath"])) return false;
    paths.add(mount["mountPath"]);
    if (!volumes.includes(String(mount["name"]))) mount["name"] = volumes[paths.size % volumes.length] ?? "";
    if (
      mount["mountPropagation"] === "Bidirectional" &&
      treeOf(container["securityContext"])?.["privileged"] !== true
    ) {
      drop(mount, "mountPropagation");
    }
    if (list === "ephemeralContainers") drop(mount, "subPath", "subPathExpr");
    return volumes.length > 0;
  });
  container["volumeMounts"] = [...mounts];
}

function mendSource(volume: Tree): void {
  const items = treeOf(treeOf(volume["downwardAPI"]));
  for (const file of treesOf(items?.["items"])) file["fieldRef"] ??= { fieldPath: "metadata.name" };
  const projected = treeOf(volume["projected"]);
  if (projected !== undefined) mendProjected(projected);
  const iscsi = treeOf(volume["iscsi"]);
  if (iscsi !== undefined) drop(iscsi, "chapAuthDiscovery", "chapAuthSession");
}

/** Of each source one kind stays, and no file is written twice. */
function mendProjected(projected: Tree): void {
  if (!Array.isArray(projected["sources"])) projected["sources"] = [];
  const paths = new Set<string>();
  projected["sources"] = treesOf(projected["sources"]).filter((source) => {
    const [first, ...others] = Object.keys(source).filter((key) => treeOf(source[key]) !== undefined);
    drop(source, ...others);
    if (first === undefined) return false;
    const own = [treeOf(source[first]), ...treesOf(treeOf(source[first])?.["items"])]
      .map((tree) => tree?.["path"])
      .filter((path) => typeof path === "string");
    const free = own.every((path) => !paths.has(path)) && new Set(own).size === own.length;
    for (const path of own) paths.add(path);
    return free;
  });
}
