import type { JsonObject, Trial } from "../../model/index.ts";
import { objectsAt, type Path, put } from "./_json.ts";
import { podPath } from "./_pods.ts";
import { objectOf, withObject } from "./_trials.ts";

export const containerLists = ["initContainers", "containers", "ephemeralContainers"] as const;
export type ContainerList = (typeof containerLists)[number];

/** A container and where it is. */
export interface Placed {
  readonly list: ContainerList;
  readonly index: number;
  readonly container: JsonObject;
}

/** The pod spec of a trial's object with its containers. */
export interface PodOf {
  readonly object: JsonObject;
  /** Path of the pod spec. */
  readonly spec: Path;
  readonly containers: readonly Placed[];
}

/** The pod in a trial's object; `undefined` where there is none. */
export function podOf(trial: Trial): PodOf | undefined {
  const object = objectOf(trial);
  const path = object === undefined ? undefined : podPath(object);
  if (object === undefined || path === undefined) return undefined;
  const spec = [...path, "spec"];
  const containers = containerLists.flatMap((list) =>
    objectsAt(object, [...spec, list]).map((container, index) => ({ list, index, container })),
  );
  return { object, spec, containers };
}

/** The trial with other containers; a list without any is left out. */
export function withContainers(
  trial: Trial,
  { object, spec }: PodOf,
  lists: Readonly<Partial<Record<ContainerList, readonly JsonObject[]>>>,
): Trial {
  const changed = Object.entries(lists).reduce(
    (result, [list, containers]) => put(result, [...spec, list], containers.length === 0 ? undefined : containers),
    object,
  );
  return withObject(trial, changed);
}

/** The containers of one list. */
export function inList({ containers }: PodOf, list: ContainerList): readonly JsonObject[] {
  return containers.filter((placed) => placed.list === list).map(({ container }) => container);
}

/** The list without the container at a position. */
export function without<T>(items: readonly T[], position: number): readonly T[] {
  return items.filter((_, index) => index !== position);
}

/** A container under a name that the pod has not. */
export function asNew({ containers }: PodOf, container: JsonObject): JsonObject {
  const names = new Set(containers.map((placed) => placed.container["name"]));
  let name = "added";
  for (let number = 2; names.has(name); number++) name = `added-${number}`;
  return { ...container, name };
}

/** The pod created with nothing but one allowed container: what it is denied for then is not its containers. */
export function aloneIn(trial: Trial, pod: PodOf, container: JsonObject): Trial {
  const added = asNew(pod, container);
  return withContainers(created(trial), pod, { initContainers: [], containers: [added], ephemeralContainers: [] });
}

/** The trial as the creation of its object. */
export function created(trial: Trial): Trial {
  const { oldObject: _old, subResource: _subResource, resource, ...request } = trial.request;
  const whole =
    resource === undefined ? {} : { resource: { ...resource, resource: resource.resource.replace(/\/.*$/, "") } };
  return { ...trial, request: { ...request, operation: "CREATE", ...whole } };
}
