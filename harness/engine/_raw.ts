import type { JsonObject, ObjectSource, Request } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { ReadFile, Review } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";

const noUid = "00000000-0000-0000-0000-000000000000";

/**
 * The review of an object as written: what no API server has seen, so that nothing is defaulted or looked up. A file of a component, such as the
 * kubelet's configuration, is one that the component would take, unless the world does not `validate`.
 */
export async function rawReview(kube: Pipeline, request: Request, validate = true): Promise<Answer<Review>> {
  const read = (source: ObjectSource | undefined) => readOne(kube, source, validate);
  const [object, oldObject] = await Promise.all([read(request.object), read(request.oldObject)]);
  const error = object.error ?? oldObject.error;
  return error === undefined ? { ok: assemble(request, object.ok ?? null, oldObject.ok ?? null) } : { error };
}

async function readOne(
  kube: Pipeline,
  source: ObjectSource | undefined,
  validate: boolean,
): Promise<Answer<JsonObject | null>> {
  if (source === undefined) return { ok: null };
  const given = "json" in source ? { object: source.json } : { objectText: source.text };
  const { ok, error } = await kube.ask<ReadFile>("file", { ...given, validate });
  if (error !== undefined) return { error };
  return { ok: "json" in source ? source.json : (ok.object ?? null) };
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
