import { drop, makeAt, type Tree, treeOf, treesOf } from "./_tree.ts";

const group = "rbac.authorization.k8s.io";

/** Repairs a binding: each kind of subject has its own API group, and only service accounts have a namespace. */
export function mendBinding(object: Tree): void {
  const role = makeAt(object, "roleRef");
  if (object["kind"] === "ClusterRoleBinding") role["kind"] = "ClusterRole";
  role["kind"] ??= "ClusterRole";
  role["name"] ??= "a";
  if (role["apiGroup"] !== group) drop(role, "apiGroup");
  for (const subject of treesOf(object["subjects"])) {
    if (subject["kind"] === "ServiceAccount") {
      subject["namespace"] ??= "default";
      drop(subject, "apiGroup");
      subject["name"] = String(subject["name"] ?? "a").replaceAll(/[^a-z0-9.-]/g, "-");
    } else drop(subject, "namespace");
  }
}

const needs: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/basic-auth": ["username", "password"],
};

/** Repairs a Secret: some types need keys, and that of tokens the name of a service account. */
export function mendSecret(object: Tree): void {
  const type = String(object["type"]);
  const keys = needs[type];
  if (keys !== undefined) {
    const data = makeAt(object, "data");
    for (const key of keys) data[key] ??= "";
  }
  if (type === "kubernetes.io/service-account-token") {
    const annotations = makeAt(object, "metadata", "annotations");
    if (!annotations["kubernetes.io/service-account.name"])
      annotations["kubernetes.io/service-account.name"] = "default";
  }
  if (treeOf(object["data"]) === undefined) drop(object, "data");
}
