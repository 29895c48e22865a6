import type { JsonObject, ObjectSource, Operation, Request } from "../../model/index.ts";
import { connection } from "./_connect.ts";
import { isMapping, type StreamDocument } from "./_document.ts";
import { requestName } from "./_name.ts";
import type { Reading, Recorded, RequestFormat } from "./_reading.ts";
import { type Shape, shapeOf } from "./_shape.ts";

/** Events of the API server's audit log. */
export const auditLog: RequestFormat = {
  takes: (apiVersion, kind) => kind === "Event" && isAudit(apiVersion),
  read: (document) => {
    const event = eventOf(document);
    if (event.flaws.length > 0) {
      const message = `this audit event cannot be used: ${event.flaws.join("; ")}`;
      return { problem: { code: "bad-file", message, place: document.place } };
    }
    const asked = askedBy(event);
    return "aside" in asked ? asked : readingOf(document, event, asked);
  },
};

/** Whether an API version is one of audit logs. */
export function isAudit(apiVersion: string): boolean {
  return /^audit\.k8s\.io\/v1(beta1|alpha1)?$/.test(apiVersion);
}

// --- internal ---

/** What an event tells, as far as it is needed. */
interface AuditEvent {
  readonly document: StreamDocument;
  readonly flaws: readonly string[];
  readonly shape: Shape;
  readonly verb: string;
  readonly level: string;
  /** HTTP code of the answer. */
  readonly code: number;
  readonly subResource: string | undefined;
  readonly about: Pick<Request, "resource" | "name" | "namespace" | "subResource">;
  readonly query: URLSearchParams;
}

type Asked = Pick<Request, "operation" | "object" | "oldObject">;
type Aside = { readonly aside: string };

function eventOf(document: StreamDocument): AuditEvent {
  const flaws: string[] = [];
  const shape = shapeOf(document.value, "", flaws);
  const reference = shapeOf(shape.mapping("objectRef") ?? {}, "objectRef.", flaws);
  const [name, namespace, subResource] = [
    reference.text("name"),
    reference.text("namespace"),
    reference.text("subresource"),
  ];
  const resource = reference.text("resource");
  const named = { group: reference.text("apiGroup") ?? "", version: reference.text("apiVersion") ?? "" };
  const uri = shape.text("requestURI") ?? "";
  const code = shape.mapping("responseStatus")?.["code"];
  return {
    document,
    flaws,
    shape,
    verb: shape.text("verb") ?? "",
    level: shape.text("level") ?? "",
    code: typeof code === "number" ? code : 0,
    subResource,
    about: {
      ...(resource === undefined ? {} : { resource: { ...named, resource } }),
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(subResource === undefined ? {} : { subResource }),
    },
    query: new URLSearchParams(uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : ""),
  };
}

/** What the event asked of the server, or why that cannot be known. */
function askedBy(event: AuditEvent): Asked | Aside {
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
      return written(event, event.code === 201 ? "CREATE" : "UPDATE");
    case "patch":
      return patched(event);
    case "delete":
      return deleted(event);
    case "deletecollection":
      return { aside: "a deletion of many objects: which ones is not recorded" };
    default:
      return { aside: `\`${verb}\` is never put to admission` };
  }
}

function written(event: AuditEvent, operation: Operation): Asked | Aside {
  const object = event.document.source("requestObject");
  return object === undefined ? nothingRecorded(event, "request") : { operation, object };
}

/** What the server made of the object stands for what was asked. */
function patched(event: AuditEvent): Asked | Aside {
  const object = answered(event);
  if (object === undefined) return nothingRecorded(event, "response");
  return event.code === 201
    ? { operation: "CREATE", object: { json: withoutVersion(event.document.value["responseObject"] as JsonObject) } }
    : { operation: "UPDATE", object };
}

function deleted(event: AuditEvent): Asked | Aside {
  const oldObject = answered(event);
  return oldObject === undefined ? nothingRecorded(event, "response") : { operation: "DELETE", oldObject };
}

/** The object of the answer, where it is one. */
function answered({ document }: AuditEvent): ObjectSource | undefined {
  const { responseObject } = document.value;
  return isMapping(responseObject) && responseObject["kind"] === "Status"
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
function withoutVersion(object: JsonObject): JsonObject {
  const { metadata, ...rest } = object;
  if (!isMapping(metadata)) return object;
  const { resourceVersion: _version, ...others } = metadata;
  return { ...rest, metadata: others };
}

function readingOf(document: StreamDocument, event: AuditEvent, asked: Asked): Reading {
  const { shape, about, query } = event;
  const user = shape.user("impersonatedUser") ?? shape.user("user");
  const manager = query.get("fieldManager");
  const request: Request = {
    ...asked,
    ...about,
    ...(user === undefined ? {} : { user }),
    ...(query.get("dryRun") === "All" ? { dryRun: true } : {}),
    ...(manager === null || !hasManager.test(asked.operation) ? {} : { options: { fieldManager: manager } }),
  };
  const id = shape.text("auditID");
  const shown = asked.operation === "DELETE" || event.verb === "patch" ? "responseObject" : "requestObject";
  const object = document.value[shown];
  const recorded = recordedOf(event);
  return {
    request: {
      name: requestName(request, isMapping(object) ? object : undefined),
      place: document.place,
      from: "event",
      request,
      ...(recorded === undefined ? {} : { recorded }),
    },
    ...(id === undefined ? {} : { id }),
  };
}

const hasManager = /^(CREATE|UPDATE)$/;

/** What admission answered: a request may be refused for other reasons, of which it says nothing. */
function recordedOf({ code, shape }: AuditEvent): Recorded | undefined {
  if (code === 0) return undefined;
  const message = shape.mapping("responseStatus")?.["message"];
  const words = typeof message === "string" ? { message } : {};
  if (code < 400) return { allowed: true };
  return typeof message === "string" && refusals.test(message) ? { allowed: false, ...words } : undefined;
}

/** How the server begins what webhooks, policies and PodSecurity refuse. */
const refusals =
  /admission webhook ".+" denied the request|ValidatingAdmissionPolicy '.+' with binding|violates PodSecurity "/s;
