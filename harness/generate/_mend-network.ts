import { mendExpressions } from "./_mend-pod.ts";
import { drop, listOf, makeAt, type Tree, treeOf, treesOf } from "./_tree.ts";

/** Repairs a Service: each type has fields that no other one has, and several ports need names. */
export function mendService(object: Tree): void {
  const spec = makeAt(object, "spec");
  const type = spec["type"] ?? "ClusterIP";
  if (type === "ExternalName") {
    spec["externalName"] ??= "example.com";
    drop(spec, "clusterIP", "clusterIPs", "ipFamilyPolicy", "externalTrafficPolicy", "internalTrafficPolicy");
  } else drop(spec, "externalName");
  if (type !== "LoadBalancer")
    drop(spec, "loadBalancerClass", "loadBalancerSourceRanges", "allocateLoadBalancerNodePorts", "loadBalancerIP");
  if (type !== "LoadBalancer" && type !== "NodePort") mendInner(spec);
  mendAffinity(spec);
  if (spec["clusterIP"] === "None" && type !== "ClusterIP") drop(spec, "clusterIP");
  mendServicePorts(spec);
}

/** Something is served. */
export function mendIngress(object: Tree): void {
  const spec = makeAt(object, "spec");
  if (treeOf(spec["defaultBackend"]) === undefined && treesOf(spec["rules"]).length === 0) spec["rules"] = [{}];
}

/** An end is not before its beginning, and no port with a name has one. */
export function mendNetworkPolicy(object: Tree): void {
  const spec = makeAt(object, "spec");
  mendExpressions(object);
  for (const direction of ["ingress", "egress"]) {
    for (const rule of treesOf(spec[direction])) {
      treesOf(rule["ports"]).forEach(mendRange);
      for (const peer of treesOf(rule["from"] ?? rule["to"])) mendPeer(peer);
    }
  }
}

// --- internal ---

function mendRange(port: Tree): void {
  const { port: first, endPort } = port;
  if (typeof endPort === "number" && (typeof first !== "number" || endPort < first)) drop(port, "endPort");
}

/** Only where clients stay with one server it can be said for how long. */
function mendAffinity(spec: Tree): void {
  if (treeOf(spec["sessionAffinityConfig"]) === undefined) return;
  spec["sessionAffinity"] = "ClientIP";
  makeAt(spec, "sessionAffinityConfig", "clientIP")["timeoutSeconds"] ??= 60;
}

function mendInner(spec: Tree): void {
  drop(spec, "externalTrafficPolicy");
  for (const port of treesOf(spec["ports"])) drop(port, "nodePort");
}

function mendServicePorts(spec: Tree): void {
  const seen = new Set<string>();
  const nodePorts = new Set<unknown>();
  const ports = treesOf(spec["ports"]).filter((port) => {
    const key = `${port["port"]} ${port["protocol"] ?? "TCP"}`;
    if (seen.has(key)) return false;
    seen.add(key);
    if (nodePorts.has(port["nodePort"])) drop(port, "nodePort");
    if (typeof port["nodePort"] === "number") nodePorts.add(port["nodePort"]);
    if (spec["clusterIP"] === "None") drop(port, "nodePort");
    return true;
  });
  if (listOf(spec["ports"]) !== undefined) spec["ports"] = [...ports];
  if (ports.length === 0 && spec["clusterIP"] !== "None" && spec["type"] !== "ExternalName")
    spec["ports"] = [{ port: 80 }];
  const names = new Set<string>();
  if (ports.length > 1)
    ports.forEach((port, index) => {
      const name = port["name"];
      if (typeof name !== "string" || name === "" || names.has(name)) port["name"] = `a${index}`;
      names.add(String(port["name"]));
    });
}

/** What of the drawn blocks holds what is drawn to be excepted. */
const aroundExcepted = new Set<unknown>(["10.0.0.0/8", "0.0.0.0/0"]);

/** Either a block of addresses or selectors; the block holds what is excepted from it. */
function mendPeer(peer: Tree): void {
  const block = peer["ipBlock"] as Tree | undefined | null;
  if (block === undefined || block === null) {
    if (Object.keys(peer).length === 0) peer["podSelector"] = {};
    return;
  }
  drop(peer, "namespaceSelector", "podSelector");
  if (listOf(block["except"]) !== undefined && !aroundExcepted.has(block["cidr"])) drop(block, "except");
}
