import { drop, listOf, type Tree, treeOf, treesOf } from "./_tree.ts";

/** Repairs the lists of containers and what each container may not be on its own. */
export function mendContainers(spec: Tree): void {
  if (treesOf(spec["containers"]).length === 0) spec["containers"] = [{ name: "a", image: "a" }];
  const names = new Set<string>();
  for (const list of lists) {
    if (listOf(spec[list]) !== undefined) spec[list] = [...treesOf(spec[list])];
    for (const container of treesOf(spec[list])) {
      mendName(container, names);
      if (typeof container["image"] !== "string" || container["image"] === "") container["image"] = "a";
      mendPlace(container, list);
      mendResources(container);
      mendSecurity(container);
      mendEnv(container);
      for (const probe of probes) mendProbe(container, probe);
      mendLifecycle(container);
    }
  }
}

/** What is requested is within the limit. */
export function mendResources(holder: Tree): void {
  const resources = treeOf(holder["resources"]);
  const limits = treeOf(resources?.["limits"]);
  const requests = treeOf(resources?.["requests"]);
  if (limits === undefined || requests === undefined) return;
  for (const name in requests) if (limits[name] !== undefined) requests[name] = limits[name];
}

/** Where nothing is ever restarted, nothing is to be resized. */
export function mendResizing(spec: Tree): void {
  if (spec["restartPolicy"] !== "Never") return;
  for (const list of lists) {
    for (const container of treesOf(spec[list])) {
      for (const policy of treesOf(container["resizePolicy"])) policy["restartPolicy"] = "NotRequired";
    }
  }
}

// --- internal ---

const lists = ["initContainers", "containers", "ephemeralContainers"];
const letters = "abcdefghijklmnopqrstuvwxyz";
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];

function mendName(container: Tree, names: Set<string>): void {
  const wanted = typeof container["name"] === "string" && container["name"] !== "" ? container["name"] : "a";
  let name = wanted;
  for (let number = 1; names.has(name); number += 1) {
    name = wanted === "a" ? letters.charAt(number) || `a${number}` : `${wanted.slice(0, 60)}-${number + 1}`;
  }
  names.add(name);
  container["name"] = name;
}

/** Only containers that go on running have probes; ephemeral ones have next to nothing. */
function mendPlace(container: Tree, list: string): void {
  if (list === "initContainers" && container["restartPolicy"] !== "Always") drop(container, ...probes, "lifecycle");
  if (list === "initContainers" && container["restartPolicy"] !== "Always")
    drop(container, "restartPolicy", "resizePolicy");
  if (list === "containers") drop(container, "restartPolicy");
  if (list === "ephemeralContainers")
    drop(container, ...probes, "lifecycle", "ports", "resources", "restartPolicy", "resizePolicy");
  if (list !== "ephemeralContainers") drop(container, "targetContainerName");
}

function mendSecurity(container: Tree): void {
  const context = treeOf(container["securityContext"]);
  if (context === undefined) return;
  const added = listOf(treeOf(context["capabilities"])?.["add"]) ?? [];
  const escalates = context["privileged"] === true || added.includes("CAP_SYS_ADMIN");
  if (escalates && context["allowPrivilegeEscalation"] === false) drop(context, "allowPrivilegeEscalation");
}

function mendEnv(container: Tree): void {
  for (const variable of treesOf(container["env"])) {
    if (treeOf(variable["valueFrom"]) !== undefined && variable["value"] !== "") drop(variable, "value");
  }
}

function mendProbe(container: Tree, name: string): void {
  const probe = treeOf(container[name]);
  if (probe === undefined) return;
  keepOneHandler(probe, ["exec", "httpGet", "tcpSocket", "grpc"]);
  mendPort(probe);
  if (name === "readinessProbe") drop(probe, "terminationGracePeriodSeconds");
}

function mendLifecycle(container: Tree): void {
  const lifecycle = treeOf(container["lifecycle"]);
  for (const hook of ["postStart", "preStop"]) {
    const handler = treeOf(lifecycle?.[hook]);
    if (handler === undefined) continue;
    keepOneHandler(handler, ["exec", "httpGet", "tcpSocket", "sleep"]);
    mendPort(handler);
  }
}

/** The first of them stays; where there is none, a command is run. */
function keepOneHandler(tree: Tree, names: readonly string[]): void {
  const [first, ...others] = names.filter((name) => treeOf(tree[name]) !== undefined);
  drop(tree, ...others);
  if (first === undefined) tree["exec"] = { command: ["true"] };
  if (first === "exec" && (listOf(treeOf(tree["exec"])?.["command"]) ?? []).length === 0)
    tree["exec"] = { command: ["true"] };
}

function mendPort(handler: Tree): void {
  for (const name of ["httpGet", "tcpSocket", "grpc"]) {
    const action = treeOf(handler[name]);
    if (action !== undefined) action["port"] ??= 80;
  }
}
