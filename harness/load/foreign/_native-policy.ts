import type { JsonObject } from "../../model/index.ts";
import type { ObjectDocument } from "./_documents.ts";

/** Policies of the API server, which its own code judges by: what other tools suppose around them is written out. */

/** Whether a document is of the API server's own admission. */
export function isNative({ key }: ObjectDocument): boolean {
  return key.apiVersion.startsWith("admissionregistration.k8s.io/");
}

/** Those documents that bind the policy. */
export function bindingsOf(policy: ObjectDocument, among: readonly ObjectDocument[]): readonly ObjectDocument[] {
  return among.filter((one) => one.key.kind === `${policy.key.kind}Binding` && boundTo(one) === policy.key.name);
}

/** Name of the policy that a binding is for. */
export function boundTo({ value }: ObjectDocument): string {
  return String((value["spec"] as JsonObject | undefined)?.["policyName"]);
}

/** A binding of the policy to everything, where none is written. */
export function supposedBinding(
  { key: { apiVersion, kind, name } }: ObjectDocument,
  { binding = name, spec = {} }: { readonly binding?: string; readonly spec?: JsonObject } = {},
): JsonObject {
  const actions: JsonObject = kind === "ValidatingAdmissionPolicy" ? { validationActions: ["Deny"] } : {};
  return {
    apiVersion,
    kind: `${kind}Binding`,
    metadata: { name: binding },
    spec: { policyName: name, ...actions, ...spec },
  };
}
