import { mendContainers, mendResizing, mendResources } from "./_mend-containers.ts";
import { mendSystem } from "./_mend-system.ts";
import { mendMounts, mendVolumes } from "./_mend-volumes.ts";
import { at, drop, listOf, makeAt, type Tree, treeOf, treesOf } from "./_tree.ts";

export interface PodMending {
  /** A template instead of a Pod. */
  readonly template: boolean;
}

/** Repairs `metadata` and `spec` of a Pod, or of a template. */
export function mendPod(pod: Tree, { template }: PodMending): void {
  const spec = makeAt(pod, "spec");
  if (template) drop(treeOf(pod["metadata"]), "name", "namespace", "generateName", "finalizers", "ownerReferences");
  if (template) drop(spec, "ephemeralContainers");
  mendContainers(spec);
  mendWhole(spec);
  mendVolumes(spec);
  mendMounts(spec);
  mendSystem(spec);
  mendPorts(spec);
  mendScheduling(spec);
  mendResizing(spec);
  mendNames(spec);
  mendAnnotations(pod, spec);
  mendMirror(pod, spec);
}

// --- internal ---

/** On the host's network a port of a container is the host's; and no host port is taken twice. */
function mendPorts(spec: Tree): void {
  const onHost = spec["hostNetwork"] === true;
  const taken = new Set<string>();
  for (const list of ["initContainers", "containers"]) {
    for (const container of treesOf(spec[list])) {
      const names = new Set<unknown>();
      const ports = treesOf(container["ports"]).filter((port) => {
        if (onHost && typeof port["hostPort"] === "number") port["hostPort"] = port["containerPort"] ?? 80;
        if (names.has(port["name"])) drop(port, "name");
        else if (typeof port["name"] === "string") names.add(port["name"]);
        return isFree(port, { onHost, taken, shared: list === "initContainers" });
      });
      if (listOf(container["ports"]) !== undefined) container["ports"] = [...ports];
    }
  }
}

function isFree(
  port: Tree,
  { onHost, taken, shared }: { readonly onHost: boolean; readonly taken: Set<string>; readonly shared: boolean },
): boolean {
  const number = onHost ? port["containerPort"] : port["hostPort"];
  if (typeof number !== "number" || number === 0) return true;
  const key = `${port["protocol"] ?? "TCP"} ${number}`;
  if (taken.has(key)) return false;
  if (!shared) taken.add(key);
  return true;
}

function mendScheduling(spec: Tree): void {
  if (treesOf(spec["schedulingGates"]).length > 0) drop(spec, "nodeName");
  const gates = new Set<unknown>();
  if (listOf(spec["schedulingGates"]) !== undefined) {
    spec["schedulingGates"] = treesOf(spec["schedulingGates"]).filter(
      ({ name }) => !gates.has(name) && gates.add(name) !== undefined,
    );
  }
  for (const toleration of treesOf(spec["tolerations"])) {
    if (typeof toleration["key"] !== "string" || toleration["key"] === "") toleration["operator"] = "Exists";
    if (toleration["operator"] === "Exists") drop(toleration, "value");
    if (typeof toleration["tolerationSeconds"] === "number") toleration["effect"] = "NoExecute";
  }
  for (const spread of treesOf(spec["topologySpreadConstraints"])) {
    if (spread["whenUnsatisfiable"] !== "DoNotSchedule") drop(spread, "minDomains");
  }
  mendTargets(spec);
  mendExpressions(spec);
}

/** A container for debugging looks into one that is there. */
function mendTargets(spec: Tree): void {
  const names = treesOf(spec["containers"]).map(({ name }) => name);
  for (const container of treesOf(spec["ephemeralContainers"])) {
    const target = container["targetContainerName"];
    if (target !== undefined && !names.includes(target)) container["targetContainerName"] = names[0] ?? null;
  }
}

/** Of selectors wherever they are: `Exists` takes no values, `In` needs some. */
export function mendExpressions(tree: Tree): void {
  for (const name in tree) {
    const inner = tree[name];
    if (name === "matchExpressions") for (const one of treesOf(inner)) mendExpression(one);
    else if (listOf(inner) !== undefined) for (const item of treesOf(inner)) mendExpressions(item);
    else if (treeOf(inner) !== undefined) mendExpressions(inner as Tree);
  }
}

function mendExpression(one: Tree): void {
  if (one["operator"] === "Exists" || one["operator"] === "DoesNotExist") drop(one, "values");
  else if ((listOf(one["values"]) ?? []).length === 0) one["values"] = ["a"];
}

/** Resources of the whole Pod are of kinds that containers share. */
function mendWhole(spec: Tree): void {
  const resources = treeOf(spec["resources"]);
  mendResources(spec);
  for (const part of ["limits", "requests"]) drop(treeOf(resources?.[part]), "ephemeral-storage");
}

function mendNames(spec: Tree): void {
  if (typeof spec["serviceAccountName"] !== "string" && mountsToken(spec)) spec["serviceAccountName"] = "default";
  const { serviceAccount, serviceAccountName } = spec;
  if (typeof serviceAccount === "string" && typeof serviceAccountName === "string")
    spec["serviceAccount"] = serviceAccountName;
  const grace = spec["terminationGracePeriodSeconds"];
  if (typeof grace === "number" && grace < longestSleep && JSON.stringify(spec).includes('"sleep":')) {
    drop(spec, "terminationGracePeriodSeconds");
  }
  if (spec["dnsPolicy"] === "None") makeAt(spec, "dnsConfig")["nameservers"] ??= ["10.0.0.1"];
  if (spec["dnsPolicy"] === "ClusterFirstWithHostNet" && spec["hostNetwork"] !== true) drop(spec, "dnsPolicy");
}

/** A container that is being ended may sleep less long than it is given. */
const longestSleep = 12;

function mountsToken(spec: Tree): boolean {
  const sources = treesOf(spec["volumes"]).flatMap(({ projected }) => treesOf(treeOf(projected)?.["sources"]));
  return sources.some(({ serviceAccountToken }) => treeOf(serviceAccountToken) !== undefined);
}

/** What says that it mirrors a static Pod is on a node, and nobody debugs it. */
function mendMirror(pod: Tree, spec: Tree): void {
  const annotations = treeOf(at(pod, "metadata", "annotations"));
  if (annotations?.[mirror] === undefined) return;
  if (treesOf(spec["ephemeralContainers"]).length > 0) drop(annotations, mirror);
  else drop(spec, "schedulingGates");
  spec["nodeName"] ??= "a";
}

const mirror = "kubernetes.io/config.mirror";

/** Annotations about the profile of a container name one that is there, and a profile; and where a field says it too they are not needed. */
function mendAnnotations(pod: Tree, spec: Tree): void {
  const annotations = treeOf(treeOf(pod["metadata"])?.["annotations"]);
  if (annotations === undefined) return;
  const holders = ["initContainers", "containers", "ephemeralContainers"].flatMap((list) => treesOf(spec[list]));
  for (const key of Object.keys(annotations)) {
    const found = profiles.find(([prefix]) => key.startsWith(prefix));
    if (found === undefined) continue;
    const [prefix, { field, profile }] = found;
    const name = key.slice(prefix.length);
    const about = prefix.startsWith("container.") ? holders.find((holder) => holder["name"] === name) : spec;
    const said = [about, spec].some((holder) => at(holder, "securityContext", field) !== undefined);
    if (about === undefined || said || !profile.test(String(annotations[key]))) drop(annotations, key);
  }
}

const seccomp = {
  field: "seccompProfile",
  profile: /^(runtime\/default|docker\/default|unconfined|localhost\/[^/.\s][^.\s]*)$/,
};
const profiles: readonly (readonly [string, { readonly field: string; readonly profile: RegExp }])[] = [
  [
    "container.apparmor.security.beta.kubernetes.io/",
    { field: "appArmorProfile", profile: /^(runtime\/default|unconfined|localhost\/\S+|)$/ },
  ],
  ["container.seccomp.security.alpha.kubernetes.io/", seccomp],
  ["seccomp.security.alpha.kubernetes.io/", seccomp],
];
