import { isJsonObject, type Json, type JsonObject } from "../model/index.ts";

/**
 * What a document of a repository of policies is: a suite of another tool, a policy of some engine, what programs other than the API server
 * read (`client`), or a manifest.
 */
export type DocumentKind =
  | "gator"
  | "kyverno-test"
  | "kaptest"
  | "gatekeeper"
  | "admission-policy"
  | "kyverno-policy"
  | "client"
  | "manifest";

/** What a document is by its kind and its keys; `undefined` for what is nothing of all that, such as the values of a chart. */
export function documentKind(path: string, value: Json): DocumentKind | undefined {
  if (!isJsonObject(value)) return undefined;
  if (isKaptest(value)) return "kaptest";
  const { apiVersion, kind } = value;
  const group = typeof apiVersion === "string" && apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  if (isKyvernoTest(path, value, group)) return "kyverno-test";
  if (isSuite(value)) return "gator";
  return typeof apiVersion === "string" && typeof kind === "string" ? objectKind(group, kind) : undefined;
}

// --- internal ---

/** By any of its parts: where one is misspelt or left out, the manifest is still one that somebody wants to run. */
function isKaptest(value: JsonObject): boolean {
  if ("apiVersion" in value || "kind" in value) return false;
  const lists = [value["validatingAdmissionPolicies"], value["mutatingAdmissionPolicies"]];
  const suites = value["testSuites"];
  if (lists.some((list) => Array.isArray(list) && list.some((path) => typeof path === "string"))) return true;
  return Array.isArray(suites) && suites.some((suite) => isJsonObject(suite) && "policy" in suite && "tests" in suite);
}

/** Whatever its group: one that is misspelt would not be found, and nothing would say so. */
function isSuite({ kind, tests }: JsonObject): boolean {
  return kind === "Suite" && Array.isArray(tests) && tests.some((test) => isJsonObject(test) && "template" in test);
}

/** The kyverno CLI knows its tests by the file's name, whatever they say of their group; before they had a kind, there was nothing else. */
function isKyvernoTest(path: string, { kind, results }: JsonObject, group: string): boolean {
  if (group === "cli.kyverno.io") return kind === "Test";
  return /(?:^|\/)kyverno-test\.ya?ml$/.test(path) && (kind === "Test" || Array.isArray(results));
}

function objectKind(group: string, kind: string): DocumentKind {
  if (group === "test.gatekeeper.sh") return "gator";
  if (group.endsWith(".gatekeeper.sh")) return "gatekeeper";
  if (group === "cli.kyverno.io") return "client";
  if (group === "kyverno.io" || group.endsWith(".kyverno.io")) return "kyverno-policy";
  if (group === "admissionregistration.k8s.io" && /AdmissionPolicy(?:Binding)?$/.test(kind)) return "admission-policy";
  return isForClients(group, kind) ? "client" : "manifest";
}

const clientGroups = [
  "kustomize.config.k8s.io",
  "kind.x-k8s.io",
  "kubeadm.k8s.io",
  "audit.k8s.io",
  "admission.k8s.io",
  "apiserver.config.k8s.io",
  "apiserver.k8s.io",
  "pod-security.admission.config.k8s.io",
  "meta.k8s.io",
  "skaffold",
  "client.authentication.k8s.io",
];

function isForClients(group: string, kind: string): boolean {
  return clientGroups.includes(group) || group.endsWith(".config.k8s.io") || (group === "" && kind === "Config");
}
