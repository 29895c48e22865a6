import type { JsonObject, Policy, Problem, Request, User, World } from "../../model/index.ts";
import { type ObjectDocument, sourceOfDocument } from "./_documents.ts";
import { nameOf, type Suite } from "./_kyverno-suite.ts";
import { bindingsOf, boundTo, isNative, supposedBinding } from "./_native-policy.ts";

/** Policies of the API server, which its own code judges by: what the kyverno CLI supposes around them is written out. */

/** The policy with its bindings; with one to everything, as the CLI supposes, where there is none. */
export function nativePolicy({ policies }: Suite, policy: ObjectDocument, control: string): Policy {
  const supposed = { path: policy.place.path, text: JSON.stringify(supposedBinding(policy)) };
  const written = bindingsOf(policy, policies).map(sourceOfDocument);
  return {
    control,
    engine: "cel",
    sources: [sourceOfDocument(policy), ...(written.length > 0 ? written : [supposed])],
  };
}

/** Bindings to policies that the Test does not have. */
export function danglingBindings({ policies }: Suite): readonly Problem[] {
  const bindings = policies.filter((one) => isNative(one) && one.key.kind.endsWith("Binding"));
  return bindings.flatMap((binding): readonly Problem[] => {
    const policy = boundTo(binding);
    if (policies.some(({ key }) => `${key.kind}Binding` === binding.key.kind && key.name === policy)) return [];
    const message = `${nameOf(binding)} is for a policy \`${policy}\`, which the Test does not have`;
    return [
      { code: "bad-case", message, place: binding.place, hint: "correct `spec.policyName`, or name the policy's file" },
    ];
  });
}

/** What is around the request: namespaces with their labels, params, no validation, since the CLI has none. */
export function nativeWorld({ values, params, cluster }: Suite): World {
  const { resources = [], crds = [] } = cluster ?? {};
  const isNamespace = ({ apiVersion, kind }: JsonObject): boolean => apiVersion === "v1" && kind === "Namespace";
  const objects = [...params.map(({ value }) => value), ...resources.filter((one) => !isNamespace(one))];
  const namespaces = [
    ...resources.filter(isNamespace),
    ...(values?.namespaces ?? []).map(asNamespace),
    ...(values?.namespaceSelector ?? []).map(labelled),
  ];
  const first = namespaces.filter(
    (one, index) => namespaces.findIndex((other) => nameIn(other) === nameIn(one)) === index,
  );
  return {
    validate: false,
    ...(first.length === 0 ? {} : { namespaces: first }),
    ...(objects.length === 0 ? {} : { objects }),
    ...(crds.length === 0 ? {} : { crds }),
  };
}

/** Who asks; the CLI supposes somebody where the Test does not say. */
export function nativeUser({ user }: Suite): User {
  const written = (user?.["userInfo"] ?? {}) as User;
  const { username = supposed, uid = supposed, groups = [supposed], extra } = written;
  return { username, uid, groups, ...(extra === undefined ? {} : { extra }) };
}

/** The request with the object in it. */
export function nativeRequest(suite: Suite, resource: ObjectDocument, operation: Request["operation"]): Request {
  const object = { text: resource.text };
  const user = nativeUser(suite);
  return operation === "DELETE" ? { operation, oldObject: object, user } : { operation, object, user };
}

// --- internal ---

const supposed = "system:kyverno:background-scan";

function asNamespace(value: JsonObject): JsonObject {
  return { ...value, apiVersion: "v1", kind: "Namespace" };
}

function labelled({ name, labels }: { readonly name: string; readonly labels?: JsonObject }): JsonObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, ...(labels === undefined ? {} : { labels }) } };
}

function nameIn(namespace: JsonObject): unknown {
  return (namespace["metadata"] as JsonObject | undefined)?.["name"];
}
