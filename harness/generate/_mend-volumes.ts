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
  mendClaims(spec);
  const volumes = treesOf(spec["volumes"]).map(({ name }) => String(name));
  for (const list of ["initContainers", "containers", "ephemeralContainers"]) {
    for (const container of treesOf(spec[list])) {
      mendMountsOf(container, volumes, list);
      mendDevicesOf(container, treesOf(spec["volumes"]));
    }
  }
}

// --- internal ---

/** Where a device is asked for there is a claim that it may be of. */
function mendClaims(spec: Tree): void {
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((list) => treesOf(spec[list]));
  if (!containers.some((container) => treesOf(container["volumeDevices"]).length > 0)) return;
  const volumes = treesOf(spec["volumes"]);
  if (volumes.some(({ persistentVolumeClaim, ephemeral }) => treeOf(persistentVolumeClaim ?? ephemeral) !== undefined))
    return;
  const name = volumes.some((volume) => volume["name"] === "device") ? "device-2" : "device";
  spec["volumes"] = [...volumes, { name, persistentVolumeClaim: { claimName: "a" } }];
}

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
    if (typeof mount["subPath"] === "string") drop(mount, "subPathExpr");
    mendReadOnly(mount);
    return volumes.length > 0;
  });
  container["volumeMounts"] = [...mounts];
}

/** All below the mount is read-only only where the mount is, and where nothing goes on to other places. */
function mendReadOnly(mount: Tree): void {
  if (mount["recursiveReadOnly"] === undefined || mount["recursiveReadOnly"] === "Disabled") return;
  if (mount["readOnly"] !== true) drop(mount, "recursiveReadOnly");
  else if (mount["mountPropagation"] !== "None") drop(mount, "mountPropagation");
}

/** A device is of a claim, and no volume is both a device and a mount. */
function mendDevicesOf(container: Tree, volumes: readonly Tree[]): void {
  if (!Array.isArray(container["volumeDevices"])) return;
  const mounted = new Set(treesOf(container["volumeMounts"]).map(({ name }) => name));
  const claims = volumes
    .filter(({ persistentVolumeClaim, ephemeral }) => treeOf(persistentVolumeClaim ?? ephemeral) !== undefined)
    .map(({ name }) => String(name))
    .filter((name) => !mounted.has(name));
  const names = new Set<unknown>();
  container["volumeDevices"] = treesOf(container["volumeDevices"]).filter((device) => {
    if (!claims.includes(String(device["name"]))) device["name"] = claims[0] ?? "";
    return claims.length > 0 && !names.has(device["name"]) && names.add(device["name"]) !== undefined;
  });
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
