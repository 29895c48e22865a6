import { mendAdmission } from "./_mend-admission.ts";
import { mendIngress, mendNetworkPolicy, mendService } from "./_mend-network.ts";
import { mendExpressions, mendPod } from "./_mend-pod.ts";
import { mendBinding, mendSecret } from "./_mend-rbac.ts";
import { mendWorkload } from "./_mend-workload.ts";
import { drop, listOf, type Tree, treeOf, treesOf } from "./_tree.ts";
import { templatePath } from "./wrap.ts";

/** Repairs in the object what its fields together may not be, as far as this is known, so that the API server takes it. */
export function mend(object: Tree): void {
  const kind = String(object["kind"]);
  mendMetadata(object);
  const path = templatePath(kind);
  if (path?.length === 0) mendPod(object, { template: false });
  else if (path !== undefined) mendWorkload(object, kind);
  if (kind === "StatefulSet" || kind === "Job" || kind === "CronJob") mendLabelName(object);
  others[kind]?.(object);
}

// --- internal ---

type Mending = (object: Tree) => void;

const others: Readonly<Record<string, Mending>> = {
  Service: (object) => {
    mendLabelName(object);
    mendService(object);
  },
  NetworkPolicy: mendNetworkPolicy,
  Ingress: mendIngress,
  Secret: mendSecret,
  ConfigMap: mendConfigMap,
  RoleBinding: mendBinding,
  ClusterRoleBinding: mendBinding,
  ClusterRole: mendRules,
  Role: mendRules,
  Namespace: mendLabelName,
  CSIDriver: mendDriver,
  ValidatingAdmissionPolicy: mendAdmission,
  ValidatingAdmissionPolicyBinding: mendAdmission,
  MutatingAdmissionPolicy: mendAdmission,
  MutatingAdmissionPolicyBinding: mendAdmission,
  ValidatingWebhookConfiguration: mendAdmission,
  MutatingWebhookConfiguration: mendAdmission,
};

/** Names are there, and of owners one controls at most. */
function mendMetadata(object: Tree): void {
  const metadata = treeOf(object["metadata"]);
  if (metadata === undefined) {
    object["metadata"] = { name: "a" };
    return;
  }
  if (typeof metadata["name"] !== "string") metadata["name"] = "a";
  for (const owner of treesOf(metadata["ownerReferences"]).slice(1)) drop(owner, "controller");
}

/** No key is of both maps. */
function mendConfigMap(object: Tree): void {
  const binary = treeOf(object["binaryData"]);
  if (binary !== undefined) drop(binary, ...Object.keys(treeOf(object["data"]) ?? {}));
}

/** Some names have no dots. */
function mendLabelName(object: Tree): void {
  const metadata = treeOf(object["metadata"]);
  if (metadata !== undefined) metadata["name"] = String(metadata["name"]).replaceAll(".", "-");
}

/** Rules for what is no resource are for the whole cluster, and for nothing else. */
function mendRules(object: Tree): void {
  mendExpressions(object);
  for (const rule of treesOf(object["rules"])) {
    if (listOf(rule["nonResourceURLs"]) === undefined) continue;
    if (object["kind"] === "Role") drop(rule, "nonResourceURLs");
    else if (listOf(rule["nonResourceURLs"])?.length !== 0) drop(rule, "apiGroups", "resources", "resourceNames");
  }
}

function mendDriver({ spec }: Tree): void {
  const inner = treeOf(spec);
  if (typeof inner?.["serviceAccountTokenInSecrets"] === "boolean" && treesOf(inner["tokenRequests"]).length === 0) {
    inner["tokenRequests"] = [{ audience: "a" }];
  }
  const audiences = new Set<unknown>();
  const requests = treesOf(inner?.["tokenRequests"]).filter(
    ({ audience }) => !audiences.has(audience) && audiences.add(audience),
  );
  if (inner !== undefined && Array.isArray(inner["tokenRequests"])) inner["tokenRequests"] = [...requests];
}
