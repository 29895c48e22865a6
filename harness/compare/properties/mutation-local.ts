import { isDeepStrictEqual } from "node:util";
import type { JsonObject, Property } from "../../model/index.ts";
import { differingPaths } from "../_differing-paths.ts";
import { at } from "./_json.ts";
import { podPath } from "./_pods.ts";
import { objectOf, withObject } from "./_trials.ts";

/** The object before and after mutation, beside the places where policies may change it. */
export const mutationLocal: Property = {
  id: "mutation-local",
  about:
    "Mutating policies change an object only in the places that `paths` names; else they take away or overwrite what somebody wrote and nobody meant to touch.",
  relation: "never-denied",
  needsAdmitted: true,
  needsMutation: true,
  *changes(trial, { admitted, mutation, paths = [] }) {
    const object = mutation?.object;
    if (object === undefined || admitted === undefined || objectOf(trial) === undefined) return;
    const allowed = [...counted, ...paths.map((path) => keysOf(path, object))];
    if (sharesLabels(admitted)) allowed.push(["metadata", "labels"]);
    const outside = differingPaths(admitted, object).filter(({ keys }) => !allowed.some((path) => covers(path, keys)));
    const flaws = outside.map(({ text }) => `\`${text}\` is changed, which is in none of \`paths\``);
    yield { how: "mutating policies changed the object", trial: withObject(trial, object), flaws };
  },
};

// --- internal ---

/** The server counts what is changed. */
const counted: readonly (readonly string[])[] = [
  ["metadata", "generation"],
  ["metadata", "annotations", "deprecated.daemonset.template.generation"],
];

/** `metadata.labels["a/b"]` as keys. `pod` at the beginning is the spec of the object's pod, where it has one. */
function keysOf(path: string, object: JsonObject): readonly string[] {
  const keys = [...path.matchAll(/\["([^"]*)"\]|[^.[\]]+/g)].map(([plain, quoted]) => quoted ?? plain);
  const pod = keys[0] === "pod" ? podPath(object) : undefined;
  return pod === undefined ? keys : [...pod.map(String), "spec", ...keys.slice(1)];
}

/** The server gives a Job without labels those of its template, and the ones that it adds there later, unless the Job is mutated in between. */
function sharesLabels(object: JsonObject): boolean {
  const labels = at(object, ["spec", "template", "metadata", "labels"]);
  return (
    object["kind"] === "Job" && labels !== undefined && isDeepStrictEqual(at(object, ["metadata", "labels"]), labels)
  );
}

/** Whether a path leads to the place, or to what it is in. `*` is any key or position. */
function covers(path: readonly string[], keys: readonly string[]): boolean {
  return path.length <= keys.length && path.every((key, index) => key === "*" || key === keys[index]);
}
