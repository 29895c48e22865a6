import type { Json, JsonObject, ObjectSource, Request, World } from "../../harness/model/index.ts";
import { isObject, jsonOf, textAt, withMetadata } from "./_objects.ts";

/** A request with its world. */
export interface Asked<R extends Request = Request> {
  readonly request: R;
  readonly world: World;
}

/** The namespace that the request is about, as it is written. */
export function namespaceOf({ namespace, object, oldObject }: Request): string {
  const main = jsonOf(object) ?? jsonOf(oldObject);
  if (textAt(main, "kind") === "Namespace" && textAt(main, "apiVersion") === "v1")
    return textAt(main, "metadata", "name");
  return namespace || textAt(main, "metadata", "namespace") || "default";
}

/** The same request and world with another namespace in the place of its own, so that no other trial meets them. */
export function moved<R extends Request>({ request, world }: Asked<R>, to: string): Asked<R> {
  const from = namespaceOf(request);
  const { object, oldObject } = request;
  const source = (given: ObjectSource | undefined): ObjectSource | undefined =>
    given !== undefined && "json" in given ? { json: movedObject(given.json, from, to) } : given;
  const all = (objects: readonly JsonObject[] = []): readonly JsonObject[] =>
    objects.map((one) => movedObject(one, from, to));
  return {
    request: {
      ...request,
      namespace: to,
      ...(request.name === from && isNamespace(object ?? oldObject) ? { name: to } : {}),
      ...(object === undefined ? {} : { object: source(object) }),
      ...(oldObject === undefined ? {} : { oldObject: source(oldObject) }),
    },
    world: {
      ...world,
      ...(world.namespaces === undefined ? {} : { namespaces: all(world.namespaces) }),
      ...(world.objects === undefined ? {} : { objects: all(world.objects) }),
    },
  };
}

function isNamespace(source: ObjectSource | undefined): boolean {
  return textAt(jsonOf(source), "kind") === "Namespace";
}

function movedObject(object: JsonObject, from: string, to: string): JsonObject {
  const rename = (metadata: JsonObject, key: string): JsonObject =>
    metadata[key] === from ? { ...metadata, [key]: to } : metadata;
  if (!isObject(object["metadata"] as Json | undefined)) return object;
  const key = textAt(object, "kind") === "Namespace" && textAt(object, "apiVersion") === "v1" ? "name" : "namespace";
  return withMetadata(object, (metadata) => rename(metadata, key));
}
