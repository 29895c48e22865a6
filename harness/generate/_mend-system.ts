import { drop, listOf, type Tree, treeOf, treesOf } from "./_tree.ts";

/** Repairs what hangs on the operating system, on user namespaces and on security profiles. */
export function mendSystem(spec: Tree): void {
  const os = treeOf(spec["os"])?.["name"];
  const contexts = contextsOf(spec);
  for (const context of contexts) mendProfiles(context);
  if (os === "windows") mendWindows(spec, contexts);
  else if (os === "linux") for (const context of contexts) drop(context, "windowsOptions");
  mendHostProcess(spec, contexts);
  mendUserNamespace(spec, contexts);
  mendSysctls(spec);
  if (spec["hostPID"] === true && spec["shareProcessNamespace"] === true) drop(spec, "shareProcessNamespace");
  if (spec["hostNetwork"] === true || spec["setHostnameAsFQDN"] === true) drop(spec, "hostnameOverride");
}

// --- internal ---

const onlyLinux = {
  pod: [
    "appArmorProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "runAsGroup",
    "runAsUser",
    "seLinuxChangePolicy",
    "seLinuxOptions",
    "seccompProfile",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "sysctls",
  ],
  container: [
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "privileged",
    "procMount",
    "readOnlyRootFilesystem",
    "runAsGroup",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
  ],
};

/** Security contexts, the Pod's first. */
function contextsOf(spec: Tree): readonly Tree[] {
  const containers = ["initContainers", "containers", "ephemeralContainers"].flatMap((list) => treesOf(spec[list]));
  return [spec, ...containers]
    .map((holder) => treeOf(holder["securityContext"]))
    .filter((context) => context !== undefined);
}

/** A profile has a type, and a name exactly where it is local. */
function mendProfiles(context: Tree): void {
  for (const name of ["seccompProfile", "appArmorProfile"]) {
    const profile = treeOf(context[name]);
    if (profile === undefined) continue;
    if (typeof profile["type"] !== "string" || profile["type"] === "") profile["type"] = "RuntimeDefault";
    if (profile["type"] !== "Localhost") drop(profile, "localhostProfile");
    else if (typeof profile["localhostProfile"] !== "string" || profile["localhostProfile"] === "")
      profile["localhostProfile"] = "a";
  }
  const windows = treeOf(context["windowsOptions"]);
  if (windows?.["gmsaCredentialSpec"] === "") drop(windows, "gmsaCredentialSpec");
}

/** No sysctl twice, and none of a namespace that is the host's. */
function mendSysctls(spec: Tree): void {
  const context = treeOf(spec["securityContext"]);
  if (listOf(context?.["sysctls"]) === undefined || context === undefined) return;
  const names = new Set<string>();
  context["sysctls"] = treesOf(context["sysctls"]).filter(({ name }) => {
    const dotted = String(name).replaceAll("/", ".");
    if (names.has(dotted) || isOfHost(dotted, spec)) return false;
    names.add(dotted);
    return true;
  });
}

function isOfHost(sysctl: string, spec: Tree): boolean {
  if (spec["hostNetwork"] === true && sysctl.startsWith("net.")) return true;
  return spec["hostIPC"] === true && /^(kernel\.(shm|msg|sem)|fs\.mqueue\.)/.test(sysctl);
}

function mendWindows(spec: Tree, contexts: readonly Tree[]): void {
  drop(spec, "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace", "resources");
  const own = treeOf(spec["securityContext"]);
  for (const context of contexts) drop(context, ...(context === own ? onlyLinux.pod : onlyLinux.container));
}

/** Host processes need the host's network, and are all containers or none: what single containers say of it is what the Pod says. */
function mendHostProcess(spec: Tree, contexts: readonly Tree[]): void {
  const options = contexts.map((context) => treeOf(context["windowsOptions"])).filter((found) => found !== undefined);
  if (!options.some(({ hostProcess }) => hostProcess === true)) return;
  const own = treeOf(treeOf(spec["securityContext"])?.["windowsOptions"]);
  const holder = treeOf(spec["securityContext"]) ?? {};
  spec["securityContext"] = holder;
  holder["windowsOptions"] = { ...own, hostProcess: true };
  for (const one of options) if (typeof one["hostProcess"] === "boolean") one["hostProcess"] = true;
  spec["hostNetwork"] = true;
  drop(spec, "hostUsers");
}

function mayHaveUserNamespace({ hostUsers, hostNetwork, hostPID, hostIPC }: Tree): boolean {
  return hostUsers === undefined && ![hostNetwork, hostPID, hostIPC].includes(true);
}

/** With a user namespace of its own a Pod shares no other one, and only then a container may see all of /proc. */
function mendUserNamespace(spec: Tree, contexts: readonly Tree[]): void {
  const unmasked = contexts.some((context) => context["procMount"] === "Unmasked");
  if (unmasked && mayHaveUserNamespace(spec)) spec["hostUsers"] = false;
  if (spec["hostUsers"] === false) {
    drop(spec, "hostNetwork", "hostPID", "hostIPC");
    for (const list of ["initContainers", "containers", "ephemeralContainers"]) {
      for (const container of treesOf(spec[list])) drop(container, "volumeDevices");
    }
  } else {
    for (const context of contexts) if (context["procMount"] === "Unmasked") drop(context, "procMount");
  }
}
