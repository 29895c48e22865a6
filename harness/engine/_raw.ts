import type { JsonObject, ObjectSource, Request } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { ReadDocuments, Review } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";

const noUid = "00000000-0000-0000-0000-000000000000";

/** The review of an object as written: what no API server has seen, so that nothing is defaulted, validated or looked up. */
export async function rawReview(kube: Pipeline, request: Request): Promise<Answer<Review>> {
  const [object, oldObject] = await Promise.all([readOne(kube, request.object), readOne(kube, request.oldObject)]);
  const error = object.error ?? oldObject.error;
  return error === undefined ? { ok: assemble(request, object.ok ?? null, oldObject.ok ?? null) } : { error };
}

async function readOne(kube: Pipeline, source: ObjectSource | undefined): Promise<Answer<JsonObject | null>> {
  if (source === undefined) return { ok: null };
  if ("json" in source) return { ok: source.json };
  const answer = await kube.ask<ReadDocuments>("read", { text: source.text });
  if (answer.error !== undefined) return answer;
  const [document, ...more] = answer.ok.documents;
  if (document?.object !== undefined && more.length === 0) return { ok: document.object };
  const message = document?.error ?? `expected one document, found ${answer.ok.documents.length}`;
  return { error: { code: "bad-input", message } };
}

function assemble(request: Request, object: JsonObject | null, oldObject: JsonObject | null): Review {
  const shown = object ?? oldObject ?? {};
  const metadata = (shown["metadata"] ?? {}) as JsonObject;
  const name = request.name ?? metadata["name"];
  const namespace = request.namespace ?? metadata["namespace"];
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: noUid,
      kind: request.kind ?? kindOf(shown),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
      ...(request.subResource === undefined ? {} : { subResource: request.subResource }),
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      operation: request.operation,
      userInfo: (request.user ?? {}) as JsonObject,
      object,
      oldObject,
      dryRun: request.dryRun ?? false,
      options: request.options ?? null,
    },
  };
}

function kindOf(object: JsonObject): { readonly group: string; readonly version: string; readonly kind: string } {
  const parts = String(object["apiVersion"] ?? "").split("/");
  const version = parts.pop() as string;
  return { group: parts.join("/"), version, kind: String(object["kind"] ?? "") };
}
