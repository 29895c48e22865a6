import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engines } from "../../harness/engine/index.ts";
import type {
  AuthorizerRule,
  EngineId,
  Json,
  JsonObject,
  ObjectSource,
  Policy,
  Request,
  User,
  World,
} from "../../harness/model/index.ts";
import { onServer } from "./_cases.ts";
import { admin, authenticated, type Trial } from "./_trial.ts";

/** A document below features/: policies, a world, and requests with what the server must say of them. */
interface FeatureDocument {
  readonly feature: string;
  readonly namespaces?: readonly JsonObject[];
  readonly objects?: readonly JsonObject[];
  readonly crds?: readonly JsonObject[];
  readonly rules?: readonly AuthorizerRule[];
  readonly policies?: readonly WrittenPolicy[];
  readonly requests: readonly {
    readonly name: string;
    readonly answer?: "allow" | "deny";
    readonly request: Omit<Request, "object" | "oldObject" | "user"> & {
      readonly object?: JsonObject;
      readonly oldObject?: JsonObject;
      readonly user?: User;
    };
  }[];
}

/** A policy, mutating where it has mutations; without bindings it has one of its own name, that denies where it validates. */
interface WrittenPolicy {
  readonly name: string;
  readonly spec: JsonObject;
  readonly bindings?: readonly { readonly name: string; readonly spec: JsonObject }[];
}

export interface Feature {
  readonly name: string;
  readonly policies: readonly JsonObject[];
  readonly trials: readonly (Trial & { readonly answer: "allow" | "deny" | undefined })[];
}

/** The documents of the files in a folder of test/cluster. */
export async function readFeatures(engines: Engines, folder: string): Promise<readonly Feature[]> {
  const path = join(import.meta.dirname, folder);
  const files = readdirSync(path).filter((name) => name.endsWith(".yaml"));
  const documents = await Promise.all(files.sort().map((name) => readYaml<FeatureDocument>(engines, join(path, name))));
  return documents.flat().map(featureOf);
}

/** The documents of a YAML file. Throws on what is not YAML. */
export async function readYaml<T>(engines: Engines, path: string): Promise<readonly T[]> {
  const { value, problems = [] } = await engines.read(readFileSync(path, "utf8"));
  const errors =
    value?.documents.flatMap(({ error, line }) => (error === undefined ? [] : [`line ${line}: ${error}`])) ?? [];
  if (value === undefined || errors.length > 0)
    throw new Error(`${path}: ${[...problems.map(({ message }) => message), ...errors].join("; ")}`);
  return value.documents.map(({ object }) => object as T);
}

/** Policies as one source of an engine. */
export function policyOf(engine: EngineId, name: string, documents: readonly JsonObject[]): Policy {
  const text = documents.map((document) => JSON.stringify(document)).join("\n---\n");
  return { control: name, engine, sources: [{ path: `${name}.yaml`, text }] };
}

// --- internal ---

function featureOf({
  feature,
  policies = [],
  requests,
  namespaces = [],
  objects = [],
  crds = [],
  rules,
}: FeatureDocument): Feature {
  const world: World = { namespaces, objects, crds, ...(rules === undefined ? {} : { rules }) };
  const trials = requests.map(({ name, answer, request: { object, oldObject, user, ...rest } }) => {
    const sources = { ...source("object", object), ...source("oldObject", oldObject) };
    const operation: Request["operation"] = rest.operation ?? "CREATE";
    const request = { ...rest, ...sources, operation, user: user === undefined ? admin : authenticated(user) };
    return {
      suite: "features",
      name: `${feature}: ${name}`,
      request: onServer(placed(request, object ?? oldObject)),
      world,
      answer,
    };
  });
  return { name: feature, policies: policies.flatMap(documentsOf), trials };
}

function source(key: "object" | "oldObject", json: JsonObject | undefined): { readonly [key: string]: ObjectSource } {
  return json === undefined ? {} : { [key]: { json } };
}

/** With the namespace of its object, which a URL has. */
function placed<R extends Request>(request: R, object: JsonObject | undefined): R {
  const namespace = (object?.["metadata"] as { readonly namespace?: string } | undefined)?.namespace;
  return request.namespace !== undefined || namespace === undefined ? request : { ...request, namespace };
}

function documentsOf({ name, spec, bindings }: WrittenPolicy): readonly JsonObject[] {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const mutates = Object.hasOwn(spec, "mutations");
  const kind = mutates ? "MutatingAdmissionPolicy" : "ValidatingAdmissionPolicy";
  const own: NonNullable<WrittenPolicy["bindings"]> = bindings ?? [
    { name, spec: mutates ? {} : { validationActions: ["Deny"] as readonly Json[] } },
  ];
  return [
    { apiVersion, kind, metadata: { name }, spec },
    ...own.map((binding) => ({
      apiVersion,
      kind: `${kind}Binding`,
      metadata: { name: binding.name },
      spec: { policyName: name, ...binding.spec },
    })),
  ];
}
