import { type Change, isJsonObject, type Json, type JsonObject, type Property, type Trial } from "../../model/index.ts";
import { type Placed, podOf } from "./_containers.ts";
import { mapped, objectAt, put } from "./_json.ts";
import { podPath } from "./_pods.ts";
import { objectOf, withBoth } from "./_trials.ts";

/** Other names of the object and its containers. */
export const namesAlike: Property = {
  id: "names-alike",
  about:
    "The names of the object and of its containers do not matter; else a bad container gets in under a name that is excused.",
  relation: "same",
  *changes(trial) {
    const object = objectOf(trial);
    if (object === undefined) return;
    if (objectAt(object, ["metadata"])["name"] !== undefined) yield objectRenamed(trial);
    for (const placed of podOf(trial)?.containers ?? []) yield* containerRenamed(trial, placed);
  },
};

// --- internal ---

const otherNames = ["renamed", "istio-proxy"];

function objectRenamed(trial: Trial): Change {
  const renamed = withBoth(trial, (one) => put(one, ["metadata", "name"], "renamed"));
  const { name, ...request } = renamed.request;
  return {
    how: "the object has another name",
    trial: { ...renamed, request: name === undefined ? request : { ...request, name: "renamed" } },
  };
}

function* containerRenamed(trial: Trial, { list, index, container }: Placed): Generator<Change> {
  const old = container["name"];
  for (const name of otherNames) {
    if (typeof old !== "string" || old === name) continue;
    const rename = (object: JsonObject): JsonObject => {
      const path = podPath(object);
      return path === undefined
        ? object
        : put(withReferences(object, old, name), [...path, "spec", list, index, "name"], name);
    };
    // The same container before an update has the same place in its list, or is not there.
    const both = withBoth(trial, (one) => (isThere(one, { list, index, old }) ? rename(one) : one));
    yield { how: `one of ${list} has another name`, trial: both };
  }
}

function isThere(
  object: JsonObject,
  { list, index, old }: { readonly list: string; readonly index: number; readonly old: string },
): boolean {
  const path = podPath(object);
  return path !== undefined && objectAt(object, [...path, "spec", list, index])["name"] === old;
}

/** Annotations and fields that name the container. */
function withReferences(object: JsonObject, old: string, name: string): JsonObject {
  const rename = (value: Json): Json => {
    if (!isJsonObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key.endsWith(`/${old}`) ? `${key.slice(0, -old.length)}${name}` : key,
        (key === "containerName" || key === "targetContainerName") && item === old ? name : item,
      ]),
    );
  };
  return mapped(object, rename) as JsonObject;
}
