import type { Change, JsonObject, Property, Trial } from "../../model/index.ts";
import { objectAt, put } from "./_json.ts";
import { objectOf, withBoth } from "./_trials.ts";

/** One more label. */
export const labelsAlike: Property = {
  id: "labels-alike",
  about: "Labels that say nothing to the policy do not matter; else anybody gets around it by a label.",
  relation: "same",
  changes: (trial) => oneMore(trial, "labels"),
};

/** One more annotation. */
export const annotationsAlike: Property = {
  id: "annotations-alike",
  about: "Annotations that say nothing to the policy do not matter; else anybody gets around it by an annotation.",
  relation: "same",
  changes: (trial) => oneMore(trial, "annotations"),
};

// --- internal ---

const added: readonly (readonly [string, string])[] = [
  ["team", "other"],
  ["example.com/added", ""],
  ["policy", "exempt"],
  ["app.kubernetes.io/managed-by", "Helm"],
];

function* oneMore(trial: Trial, where: "labels" | "annotations"): Generator<Change> {
  const object = objectOf(trial);
  if (object === undefined) return;
  const own = objectAt(object, ["metadata", where]);
  for (const [key, value] of added) {
    if (Object.hasOwn(own, key)) continue;
    const more = (one: JsonObject): JsonObject => put(one, ["metadata", where, key], value);
    yield { how: `${where} have one more key`, trial: withBoth(trial, more) };
  }
}
