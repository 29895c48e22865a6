import { podSpecPath, unwrap, workloadKinds, wrap } from "../../generate/index.ts";
import { isJsonObject, type JsonObject } from "../../model/index.ts";
import { at, type Path } from "./_json.ts";

/** The groups that have kinds with pods. */
const versions = new Set(["v1", "apps/v1", "batch/v1"]);

/** Path of what has the pod's metadata and spec; `undefined` for objects without a pod. */
export function podPath(object: JsonObject): Path | undefined {
  const spec = versions.has(String(object["apiVersion"])) ? podSpecPath(String(object["kind"])) : undefined;
  return spec !== undefined && isJsonObject(at(object, spec)) ? spec.slice(0, -1) : undefined;
}

/** Whether it is a Pod itself. */
export function isPod(object: JsonObject): boolean {
  return podPath(object)?.length === 0;
}

/** The pod of a kind that holds one, as a Pod. */
export function asPod(object: JsonObject): JsonObject | undefined {
  return podPath(object) === undefined ? undefined : unwrap(object);
}

/** The Pod as every kind that can hold it. */
export function asWorkloads(pod: JsonObject): readonly JsonObject[] {
  return workloadKinds.filter((kind) => kind !== "Pod").map((kind) => wrap(pod, kind));
}
