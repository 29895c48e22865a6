import { isJsonObject, type JsonObject, type ObjectSource, type Operation, type Request } from "../../model/index.ts";
import type { AuditEvent } from "./_audit-event.ts";
import type { KnownState, KnownStates } from "./_audit-states.ts";
import { connection } from "./_connect.ts";

/** What was asked of the server. */
export type Asked = Pick<Request, "operation" | "object" | "oldObject">;

/** Why that cannot be known, or is none of admission's affairs. */
export type Aside = { readonly aside: string };

/** What the event asked of the server, or why that cannot be known. */
export function askedBy(event: AuditEvent, states: KnownStates): Asked | Aside {
  const { verb, about, subResource, query, document } = event;
  if (document.value["stage"] !== "ResponseComplete")
    return { aside: "an event of another stage than ResponseComplete" };
  if (about.resource === undefined) return { aside: "a request for a path that is no resource" };
  const object = connection(about.resource.resource, subResource, query);
  if (object !== undefined) return { operation: "CONNECT", object: { json: object } };
  switch (verb) {
    case "create":
      return written(event, "CREATE");
    case "update":
      return event.code === 201 ? written(event, "CREATE") : updated(event, states.of(event));
    case "patch":
      return patched(event, states.of(event));
    case "delete":
      return deleted(event, states.of(event));
    case "deletecollection":
      return { aside: "a deletion of many objects: which ones is not recorded" };
    default:
      return { aside: `\`${verb}\` is never put to admission` };
  }
}

// --- internal ---

function written(event: AuditEvent, operation: Operation): Asked | Aside {
  const object = event.document.source("requestObject");
  return object === undefined ? nothingRecorded(event, "request") : { operation, object };
}

/** What is known of the object is what was there before, where it is of the version that was changed. */
function updated(event: AuditEvent, state: KnownState | undefined): Asked | Aside {
  const asked = written(event, "UPDATE");
  const { requestObject } = event.document.value;
  if ("aside" in asked || state === undefined || !isJsonObject(requestObject)) return asked;
  const { uid = state.uid, resourceVersion = state.version } = metadataOf(requestObject);
  const isIt = uid === state.uid && resourceVersion === state.version;
  return isIt ? { ...asked, oldObject: { text: state.text } } : asked;
}

/** What the server made of the object stands for what was asked, but for its version: that is the one which was changed. */
function patched(event: AuditEvent, state: KnownState | undefined): Asked | Aside {
  const object = answered(event);
  const { responseObject } = event.document.value;
  if (object === undefined || !isJsonObject(responseObject)) return nothingRecorded(event, "response");
  if (event.code === 201) return { operation: "CREATE", object: { json: withVersion(responseObject, undefined) } };
  if (state === undefined || metadataOf(responseObject)["uid"] !== state.uid) return { operation: "UPDATE", object };
  const json = withVersion(responseObject, state.version);
  return { operation: "UPDATE", object: { json }, oldObject: { text: state.text } };
}

function deleted(event: AuditEvent, state: KnownState | undefined): Asked | Aside {
  const known = state === undefined || event.code === 404 ? undefined : { text: state.text };
  const oldObject = answered(event) ?? known;
  return oldObject === undefined ? nothingRecorded(event, "response") : { operation: "DELETE", oldObject };
}

/** The object of the answer, where it is one. */
function answered({ document }: AuditEvent): ObjectSource | undefined {
  const { responseObject } = document.value;
  return isJsonObject(responseObject) && responseObject["kind"] === "Status"
    ? undefined
    : document.source("responseObject");
}

function nothingRecorded({ level, verb, code }: AuditEvent, what: "request" | "response"): Aside {
  if (level === "Metadata" || level === "None" || (what === "response" && level === "Request"))
    return { aside: `\`${verb}\` at the level ${level}: the object is not recorded` };
  return code >= 400
    ? { aside: `\`${verb}\` that the server refused before it had an object` }
    : { aside: `\`${verb}\` of which no object is recorded` };
}

/** A new object has no version yet, and the server refuses one that has. */
function withVersion(object: JsonObject, version: string | undefined): JsonObject {
  const { resourceVersion: _version, ...metadata } = metadataOf(object);
  return { ...object, metadata: version === undefined ? metadata : { ...metadata, resourceVersion: version } };
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isJsonObject(metadata) ? metadata : {};
}
