import type { JsonObject, Trial } from "../../model/index.ts";

/** The object of a request, where it is JSON. */
export function objectOf({ request }: Trial): JsonObject | undefined {
  return request.object !== undefined && "json" in request.object ? request.object.json : undefined;
}

/** The object before an UPDATE, where it is JSON. */
export function oldObjectOf({ request }: Trial): JsonObject | undefined {
  return request.oldObject !== undefined && "json" in request.oldObject ? request.oldObject.json : undefined;
}

/** The trial with another object. */
export function withObject(trial: Trial, json: JsonObject): Trial {
  return { ...trial, request: { ...trial.request, object: { json } } };
}

/** The trial with its object, and the one before the update, changed in the same way. */
export function withBoth(trial: Trial, change: (object: JsonObject) => JsonObject): Trial {
  const [object, oldObject] = [objectOf(trial), oldObjectOf(trial)];
  return {
    ...trial,
    request: {
      ...trial.request,
      ...(object === undefined ? {} : { object: { json: change(object) } }),
      ...(oldObject === undefined ? {} : { oldObject: { json: change(oldObject) } }),
    },
  };
}

/** Whether the trial creates an object that is JSON. */
export function creates(trial: Trial): boolean {
  return (
    trial.request.operation === "CREATE" && (trial.request.subResource ?? "") === "" && objectOf(trial) !== undefined
  );
}
