import { smaller } from "../../harness/generate/index.ts";
import type { JsonObject, Trial } from "../../harness/model/index.ts";

/** The creation of the object. */
export function created(object: JsonObject, world: Trial["world"] = {}): Trial {
  return { request: { operation: "CREATE", object: { json: object } }, world };
}

/** A Pod with that spec. */
export function pod(spec: JsonObject): JsonObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name: "app", labels: { app: "app" } }, spec };
}

/** The trial that is left when the first smaller one is taken for as long as there is one that holds. */
export function smallest(trial: Trial, holds: (trial: Trial) => boolean): Trial {
  for (const candidate of smaller(trial)) if (holds(candidate)) return smallest(candidate, holds);
  return trial;
}

export function textOf(trial: Trial): string {
  return JSON.stringify(trial);
}
