import type { Engines } from "../../harness/engine/index.ts";
import type { Case, Control, JsonObject, ObjectSource, Request } from "../../harness/model/index.ts";
import { moved } from "./_place.ts";
import { admin, authenticated, type SetAside, type Trial } from "./_trial.ts";

/** Every case of a control as a trial in a namespace of its own, or why a server cannot be asked it. */
export function caseTrials(control: Control, engines: Engines): Promise<readonly (Trial | SetAside)[]> {
  return Promise.all(control.cases.map((one, index) => caseTrial(one, engines, `t-${slug(control.id)}-${index}`)));
}

// --- internal ---

async function caseTrial(one: Case, engines: Engines, namespace: string): Promise<Trial | SetAside> {
  const reason = one.skip ?? inexpressible(one);
  if (reason !== undefined) return { suite: "cases", reason };
  const { object, oldObject } = one.request;
  const stored = [...(one.world.objects ?? []), ...(await storedBefore(one, engines))];
  if (stored.some(isInForce))
    return { suite: "cases", reason: "a webhook or a policy that is there would judge all that follows" };
  const request = {
    ...one.request,
    ...(object === undefined ? {} : { object: await asJson(object, engines) }),
    ...(oldObject === undefined ? {} : { oldObject: await asJson(oldObject, engines) }),
    user: one.request.user === undefined ? admin : authenticated(one.request.user),
  };
  const { request: placed, world } = moved({ request: onServer(request), world: one.world }, namespace);
  const held = world.namespaces?.some((each) => (each["metadata"] as { readonly name?: string }).name === namespace);
  const own = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  const namespaces =
    held === true || isNamespace(placed) ? (world.namespaces ?? []) : [...(world.namespaces ?? []), own];
  return { suite: "cases", name: `${one.control}: ${one.name}`, request: placed, world: { ...world, namespaces } };
}

function inexpressible({ world }: Case): string | undefined {
  if (world.raw === true) return "raw: the object never reaches a server";
  if (world.validate === false) return "validate: false, and a server always validates";
  if (world.params !== undefined) return "params: settings of the harness, which no server has";
  if (world.serviceAccount === true) return "serviceAccount: the plugin is off on this server";
  if (world.kubernetes !== undefined) return "kubernetes: another release than this server's";
  return undefined;
}

/** What must be on the server before it is asked. */
async function storedBefore({ request }: Case, engines: Engines): Promise<readonly JsonObject[]> {
  const old = request.oldObject ?? (request.operation === "UPDATE" ? request.object : undefined);
  const source = old === undefined ? undefined : await asJson(old, engines);
  return source !== undefined && "json" in source ? [source.json] : [];
}

function isInForce({ apiVersion }: JsonObject): boolean {
  return String(apiVersion).startsWith("admissionregistration.k8s.io/");
}

async function asJson(source: ObjectSource, engines: Engines): Promise<ObjectSource> {
  if ("json" in source) return source;
  const { value } = await engines.read(source.text);
  const object = value?.documents[0]?.object;
  return object === undefined ? source : { json: object };
}

/** With the options that the server is asked with. */
export function onServer<R extends Request>(request: R): R {
  const options = {
    ...request.options,
    dryRun: ["All"],
    ...(request.operation === "DELETE" ? {} : { fieldValidation: "Strict" }),
  };
  return request.operation === "CONNECT" ? request : { ...request, dryRun: true, options };
}

function isNamespace({ object, oldObject }: Request): boolean {
  const main = object ?? oldObject;
  return main !== undefined && "json" in main && main.json["kind"] === "Namespace";
}

function slug(id: string): string {
  return id.replaceAll(".", "-").slice(-40);
}
