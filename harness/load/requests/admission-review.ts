import { isJsonObject, type JsonObject, type ObjectSource, type Operation, type Request } from "../../model/index.ts";
import type { StreamDocument } from "./_document.ts";
import { requestName } from "./_name.ts";
import type { Reading, Recorded, RequestFormat } from "./_reading.ts";
import { shapeOf } from "./_shape.ts";

/** AdmissionReviews as webhooks are given them, with or without a response. */
export const admissionReview: RequestFormat = {
  takes: (apiVersion, kind) => kind === "AdmissionReview" && /^admission\.k8s\.io\/v1(beta1)?$/.test(apiVersion),
  read: (document) => {
    const { request: written, response } = document.value;
    if (!isJsonObject(written))
      return isJsonObject(response)
        ? { aside: "the answer of a webhook, without the request" }
        : flawed(document, ["`request` is missing"]);
    return readReview(document, written);
  },
};

// --- internal ---

function readReview(document: StreamDocument, written: JsonObject): Reading {
  const flaws: string[] = [];
  const request = requestOf(document, written, flaws);
  const recorded = recordedOf(document.value["response"], flaws);
  const missing = request.operation === "DELETE" ? "oldObject" : "object";
  if (request[missing] === undefined && request.operation !== "CONNECT")
    flaws.push(`\`request.${missing}\` is missing: there is nothing to judge`);
  if (flaws.length > 0) return flawed(document, flaws);
  const shown = written[missing];
  return {
    request: {
      name: requestName(request, isJsonObject(shown) ? shown : undefined),
      place: document.place,
      from: "review",
      request,
      ...(recorded === undefined ? {} : { recorded }),
    },
  };
}

const operations: readonly Operation[] = ["CREATE", "UPDATE", "DELETE", "CONNECT"];

function requestOf(document: StreamDocument, written: JsonObject, flaws: string[]): Request {
  const shape = shapeOf(written, "request.", flaws);
  const given = shape.text("operation");
  const operation = operations.find((one) => one === given);
  if (operation === undefined) flaws.push(`\`request.operation\` must be one of ${operations.join(", ")}`);
  const sources = { object: sourceOf(document, "object", shape), oldObject: sourceOf(document, "oldObject", shape) };
  const named = {
    kind: shape.names("kind", "kind"),
    resource: shape.names("resource", "resource"),
    subResource: shape.text("subResource"),
    name: shape.text("name"),
    namespace: shape.text("namespace"),
    user: shape.user("userInfo"),
    options: shape.mapping("options"),
    dryRun: shape.flag("dryRun"),
  };
  const present = Object.entries({ ...sources, ...named }).filter(([, value]) => value !== undefined);
  return { operation: operation ?? "CREATE", ...(Object.fromEntries(present) as Omit<Request, "operation">) };
}

function sourceOf(
  document: StreamDocument,
  key: "object" | "oldObject",
  shape: ReturnType<typeof shapeOf>,
): ObjectSource | undefined {
  return shape.mapping(key) === undefined ? undefined : document.source("request", key);
}

function recordedOf(response: JsonObject[string] | undefined, flaws: string[]): Recorded | undefined {
  if (!isJsonObject(response)) return undefined;
  const shape = shapeOf(response, "response.", flaws);
  const allowed = shape.flag("allowed");
  const status = shape.mapping("status");
  const message = status === undefined ? undefined : shapeOf(status, "response.status.", flaws).text("message");
  return allowed === undefined ? undefined : { allowed, ...(message === undefined ? {} : { message }) };
}

function flawed({ place }: StreamDocument, flaws: readonly string[]): Reading {
  const message = `this AdmissionReview cannot be used: ${flaws.join("; ")}`;
  return { problem: { code: "bad-file", message, place } };
}
