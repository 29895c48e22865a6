import type { Json, JsonObject, ObjectSource, ParameterSource, Request, Trial, World } from "../model/index.ts";
import { edited, editsOf } from "./_edit.ts";
import { mend } from "./_mend.ts";
import { areStored } from "./_parameters.ts";
import { saidAlike } from "./_said-alike.ts";
import { drop, ordered, type Tree, treeCopy, treeOf } from "./_tree.ts";
import { isSmaller } from "./size-of.ts";
import { podSpecPath, unwrap } from "./wrap.ts";

/**
 * Trials that are smaller, or simpler at the same size; the most promising first. Taking always the first that still shows what is looked
 * for ends in a trial of which no single field can be left out. Objects stay such as the API server takes, as far as that is a matter of
 * several fields; whether a single one may be left out the server says. Params fit the schemas of their sources, where there are any;
 * without one what they say stays as it is.
 */
export function* smaller(trial: Trial, parameters: readonly ParameterSource[] = []): Generator<Trial> {
  const seen = new Set([JSON.stringify(trial)]);
  const apart = isApart(trial);
  for (const candidate of candidates(trial, parameters)) {
    const whole = mended(candidate);
    for (const made of apart ? [whole, candidate] : [whole]) {
      const one = inOrder(made);
      const text = JSON.stringify(one);
      if (seen.has(text) || !isSmaller(one, trial)) continue;
      seen.add(text);
      yield one;
    }
  }
}

// --- internal ---

function* candidates(trial: Trial, parameters: readonly ParameterSource[]): Generator<Trial> {
  yield* simplerRequests(trial);
  yield* withoutParts(trial);
  yield* unwrapped(trial);
  yield* smallerInObjects(trial);
  yield* smallerParams(trial, parameters);
  yield* smallerAround(trial, parameters.length > 0);
}

/** What is in params, and what the object and params say alike. */
function* smallerParams({ request, world }: Trial, parameters: readonly ParameterSource[]): Generator<Trial> {
  const { params } = world;
  if (params === undefined || parameters.length === 0) return;
  for (const edit of editsOf({ params })) {
    const changed = treeOf(treeOf(edited({ params }, edit))?.["params"]);
    if (changed !== undefined && areStored(parameters, changed))
      yield { request, world: { ...world, params: changed } };
  }
  for (const trial of saidAlike(request, params)) {
    if (areStored(parameters, trial.params))
      yield { request: trial.request, world: { ...world, params: trial.params } };
  }
}

/** The trial was made without what is known here of what the API server takes, and may not be held to it. */
function isApart(trial: Trial): boolean {
  const { validate, raw } = trial.world;
  return validate === false || raw === true || JSON.stringify(mended(trial)) !== JSON.stringify(trial);
}

/** Fields in the order in which they are read best: trials that are equal are so to the letter. */
function inOrder(trial: Trial): Trial {
  const { object, oldObject, ...rest } = trial.request;
  const order = (source: ObjectSource | undefined): ObjectSource | undefined =>
    source !== undefined && "json" in source ? { json: ordered(source.json) as JsonObject } : source;
  return { ...trial, request: { ...rest, ...withObjects(order(object), order(oldObject)) } };
}

/** What is created has no ephemeral containers yet, and what fields together may not be is repaired. */
function mended(trial: Trial): Trial {
  const { object, oldObject, ...rest } = trial.request;
  const created = rest.operation === "CREATE";
  const objects = withObjects(mendedSource(object, created), mendedSource(oldObject, false));
  return { ...trial, request: { ...rest, ...objects } };
}

function mendedSource(source: ObjectSource | undefined, created: boolean): ObjectSource | undefined {
  if (source === undefined || !("json" in source)) return source;
  const object = treeCopy(source.json);
  if (created) drop(treeOf(object["spec"]), "ephemeralContainers");
  mend(object);
  return { json: object };
}

/** A CREATE of the same object, without what only another operation has. */
function* simplerRequests({ request, world }: Trial): Generator<Trial> {
  if (request.operation === "CREATE") return;
  const { oldObject, subResource: _, ...rest } = request;
  const object = request.object ?? oldObject;
  if (object === undefined) return;
  const created: Request = { ...rest, operation: "CREATE", object };
  if ("json" in object && request.subResource === "ephemeralcontainers") {
    for (const edit of editsOf(object.json, podSpecPath("Pod"))) {
      if (edit.kind !== "only" && edit.kind !== "join") break;
      yield { request: { ...created, object: { json: edited(object.json, edit) as JsonObject } }, world };
    }
  }
  yield { request: created, world };
  if (oldObject !== undefined && request.object !== undefined)
    yield { request: { ...request, oldObject: request.object }, world };
}

const optionalParts = ["subResource", "user", "options", "dryRun", "namespace", "name", "resource", "kind"] as const;

function* withoutParts({ request, world }: Trial): Generator<Trial> {
  if (Object.keys(world).length > 0) yield { request, world: {} };
  for (const part of Object.keys(world) as (keyof World)[]) yield { request, world: without(world, part) };
  for (const part of optionalParts) if (request[part] !== undefined) yield { request: without(request, part), world };
  if (request.operation === "UPDATE" && request.oldObject !== undefined)
    yield { request: without(request, "oldObject"), world };
}

function without<T extends object, K extends keyof T>(whole: T, part: K): T {
  const { [part]: _, ...rest } = whole;
  return rest as T;
}

/** The Pod of a workload. */
function* unwrapped({ request, world }: Trial): Generator<Trial> {
  const { object, oldObject, resource: _, kind: __, ...rest } = request;
  const [now, before] = [unwrappedSource(object), unwrappedSource(oldObject)];
  if (now === undefined && before === undefined) return;
  yield { request: { ...rest, ...withObjects(now, before) }, world };
}

function unwrappedSource(source: ObjectSource | undefined): ObjectSource | undefined {
  if (source === undefined || !("json" in source)) return undefined;
  const pod = unwrap(source.json);
  return pod === undefined || pod === source.json ? undefined : { json: pod };
}

/** What is in the object, left out of the old one too, so that an update stays one; then of each alone. */
function* smallerInObjects({ request, world }: Trial): Generator<Trial> {
  const { object, oldObject, ...rest } = request;
  const now = jsonOf(object);
  const before = jsonOf(oldObject);
  const make = (one: Json | undefined, other: Json | undefined): Trial => ({
    request: { ...rest, ...withObjects(sourceOf(one) ?? object, sourceOf(other) ?? oldObject) },
    world,
  });
  for (const edit of now === undefined ? [] : editsOf(now, podSpecPath(String(now["kind"])))) {
    const changed = edited(now as JsonObject, edit);
    const both = before === undefined ? undefined : edited(before, edit);
    if (both !== undefined) yield make(changed, both);
    yield make(changed, before);
  }
  for (const edit of before === undefined ? [] : editsOf(before, podSpecPath(String(before["kind"])))) {
    yield make(now, edited(before as JsonObject, edit));
  }
}

/** What is in the other parts of the request, and in the world, of which what is said stays as it is said. */
function* smallerAround({ request, world }: Trial, paramsApart: boolean): Generator<Trial> {
  const { object, oldObject, operation, ...rest } = request;
  const around = { ...rest, world } as unknown as JsonObject;
  for (const edit of editsOf(around)) {
    if (edit.kind === "set" && edit.path[0] === "world") continue;
    if (paramsApart && edit.path[1] === "params" && edit.path.length > 2) continue;
    const changed = edited(around, edit) as Tree | undefined;
    if (changed === undefined) continue;
    const { world: smallerWorld = {}, ...parts } = changed;
    yield {
      request: { operation, ...withObjects(object, oldObject), ...parts } as Request,
      world: smallerWorld as World,
    };
  }
}

function withObjects(object: ObjectSource | undefined, oldObject: ObjectSource | undefined): Partial<Request> {
  return { ...(object === undefined ? {} : { object }), ...(oldObject === undefined ? {} : { oldObject }) };
}

function jsonOf(source: ObjectSource | undefined): JsonObject | undefined {
  return source !== undefined && "json" in source ? source.json : undefined;
}

function sourceOf(json: Json | undefined): ObjectSource | undefined {
  return json === undefined ? undefined : { json: json as JsonObject };
}
