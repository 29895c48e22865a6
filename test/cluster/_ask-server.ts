import { randomUUID } from "node:crypto";
import type { JsonObject, ObjectSource, User } from "../../harness/model/index.ts";
import { type Cluster, collection } from "./_cluster.ts";
import type { Resource } from "./_discovery.ts";
import type { Call, Reply } from "./_http.ts";
import { isObject, jsonOf, textAt, withMetadata } from "./_objects.ts";
import { type Answer, admin, type Cause, type Trial } from "./_trial.ts";

/** A trial ready to be put to the server. */
export interface Prepared {
  readonly trial: Trial;
  readonly resource: Resource;
  /** What an UPDATE changes, as the server stored it. */
  readonly stored?: JsonObject | undefined;
}

/** Puts the trials to the server, and gives its answers in their order. Nothing is stored. */
export async function askServer(cluster: Cluster, prepared: readonly Prepared[]): Promise<readonly Answer[]> {
  const asked = await Promise.all(
    prepared.map(async (one) => {
      const id = randomUUID();
      const call = callOf(one);
      return { id, reply: await cluster.client.call({ ...call, headers: { ...call.headers, "Audit-ID": id } }) };
    }),
  );
  const annotations = await cluster.audit.annotations(asked.map(({ id }) => id));
  return asked.map(({ id, reply }, index) => answerOf(prepared[index]?.trial, reply, annotations.get(id) ?? {}));
}

// --- internal ---

const dry = "dryRun=All";
const strict = `${dry}&fieldValidation=Strict`;

function callOf({ trial, resource, stored }: Prepared): Call {
  const { request } = trial;
  const headers = headersOf(request.user);
  const sub = request.subResource === undefined ? "" : `/${request.subResource}`;
  const all = collection(resource, request.namespace ?? "default");
  const one = `${all}/${encodeURIComponent(nameOf(trial))}${sub}`;
  switch (request.operation) {
    case "CREATE":
      return { method: "POST", path: `${sub === "" ? all : one}?${strict}`, headers, ...bodyOf(request.object) };
    case "UPDATE":
      return { method: "PUT", path: `${one}?${strict}`, headers, ...bodyOf(asRead(request.object, stored)) };
    case "DELETE":
      return { method: "DELETE", path: `${one}?${dry}`, headers };
    case "CONNECT":
      return { method: "POST", path: `${one}?${query(request.object)}`, headers };
  }
}

/** The object as a client would send it that has read the stored one. */
function asRead(object: ObjectSource | undefined, stored: JsonObject | undefined): ObjectSource | undefined {
  const json = jsonOf(object);
  if (json === undefined || stored === undefined) return object;
  const resourceVersion = textAt(stored, "metadata", "resourceVersion");
  return { json: withMetadata(json, (metadata) => ({ resourceVersion, ...metadata })) };
}

function nameOf({ request }: Trial): string {
  const named = jsonOf(request.object) ?? jsonOf(request.oldObject);
  return request.name ?? textAt(named, "metadata", "name");
}

function bodyOf(object: ObjectSource | undefined): Pick<Call, "body" | "contentType"> {
  if (object === undefined) return {};
  if ("json" in object) return { body: JSON.stringify(object.json) };
  return { body: object.text, contentType: "application/yaml" };
}

function query(object: ObjectSource | undefined): string {
  const fields = Object.entries(jsonOf(object) ?? {}).filter(([name]) => name !== "apiVersion" && name !== "kind");
  const pairs = fields.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs).toString();
}

function headersOf(user: User): Record<string, string | readonly string[]> {
  if (user === admin) return {};
  const extra = Object.entries(user.extra ?? {}).map(([key, values]) => [
    `Impersonate-Extra-${encodeURIComponent(key)}`,
    values,
  ]);
  return {
    "Impersonate-User": user.username ?? "",
    ...(user.uid === undefined ? {} : { "Impersonate-Uid": user.uid }),
    "Impersonate-Group": user.groups ?? [],
    ...(Object.fromEntries(extra) as Record<string, readonly string[]>),
  };
}

interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly code?: number;
  readonly details?: { readonly causes?: readonly Cause[] };
}

/** A creation that admission let pass may end at an object of that name. An exec, attach or proxy that it let pass ends at the pod, which no kubelet runs. */
const passedAdmission = /does not have a host assigned|pods? .* (?:is not running|has no address)|address not allowed/;

function answerOf(trial: Trial | undefined, reply: Reply, audit: Readonly<Record<string, string>>): Answer {
  const { code, body, warnings } = reply;
  const parsed = JSON.parse(body) as JsonObject;
  const operation = trial?.request.operation;
  const status = parsed as Status;
  if (code < 300 || (operation === "CONNECT" && passedAdmission.test(status.message ?? ""))) {
    const object = operation === "CREATE" || operation === "UPDATE" ? parsed : undefined;
    return { allowed: true, causes: [], warnings, audit, object: isObject(object) ? object : undefined };
  }
  const { reason, message, details } = status;
  if (operation === "CREATE" && reason === "AlreadyExists") return { allowed: true, causes: [], warnings, audit };
  return { allowed: false, code, reason, message, causes: details?.causes ?? [], warnings, audit };
}
