import type { Json, JsonObject } from "./json.ts";

export type Operation = "CREATE" | "UPDATE" | "DELETE" | "CONNECT";

/** An object as JSON, or as the text of one YAML or JSON document that the engine reads as kubectl would. */
export type ObjectSource = { readonly json: JsonObject } | { readonly text: string };

export interface User {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** One request to the API server, before any engine has seen it. What is left out is derived by the engine. */
export interface Request {
  readonly operation: Operation;
  readonly object?: ObjectSource;
  readonly oldObject?: ObjectSource;
  readonly subResource?: string;
  readonly resource?: { readonly group: string; readonly version: string; readonly resource: string };
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
  readonly name?: string;
  readonly namespace?: string;
  readonly user?: User;
  readonly options?: JsonObject;
  readonly dryRun?: boolean;
}

/** An allow rule for CEL's `authorizer`, in RBAC's words; `*` is any. */
export interface AuthorizerRule {
  readonly users?: readonly string[];
  readonly groups?: readonly string[];
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** What a provider says of one key. */
export type ExternalAnswer = { readonly value: Json } | { readonly error: string };

/** What surrounds a request: everything but the policies and the request itself. */
export interface World {
  /** Kubernetes minor for the CEL environment, e.g. `1.31`. @defaultValue the engine's own release */
  readonly kubernetes?: string;
  readonly namespaces?: readonly JsonObject[];
  /** Other objects in the cluster: parameters of policies among them. */
  readonly objects?: readonly JsonObject[];
  readonly crds?: readonly JsonObject[];
  readonly rules?: readonly AuthorizerRule[];
  /** Settings of the control under test: `input.parameters` in Rego, the param object in CEL. */
  readonly params?: Readonly<Record<string, Json>>;
  /** `false` lets objects through that the API server's validation would refuse. @defaultValue true */
  readonly validate?: boolean;
  /** `true` adds what ServiceAccount admission adds. @defaultValue false */
  readonly serviceAccount?: boolean;
  /** `true`: the policy reads the object as written, before any API server (not for CEL, PodSecurity and a cluster). @defaultValue false */
  readonly raw?: boolean;
  /** What Gatekeeper's external data providers answer: provider to key to value, or to what is wrong with the key. */
  readonly externalData?: Readonly<Record<string, Readonly<Record<string, ExternalAnswer>>>>;
}
