import type { Change, JsonObject, Material, Property, Trial } from "../../model/index.ts";
import {
  aloneIn,
  asNew,
  type ContainerList,
  inList,
  type Placed,
  type PodOf,
  podOf,
  withContainers,
  without,
} from "./_containers.ts";
import { put } from "./_json.ts";
import { isPod } from "./_pods.ts";
import { creates, objectOf } from "./_trials.ts";

/** A container of one list in another. */
export const containerListsAlike: Property = {
  id: "container-lists-alike",
  about:
    "A container judges alike as a container, an init container, a sidecar and an ephemeral container; else what is denied in one list gets in through another.",
  relation: "same",
  *changes(trial, material) {
    const pod = podOf(trial);
    if (pod === undefined || !creates(trial)) return;
    for (const placed of pod.containers) {
      if (placed.list === "initContainers") yield asContainer(trial, pod, placed);
      if (placed.list === "containers") yield* elsewhere(trial, pod, { placed, material });
    }
  },
};

// --- internal ---

function asContainer(trial: Trial, pod: PodOf, { index, container }: Placed): Change {
  const { restartPolicy, ...plain } = container;
  return {
    how: restartPolicy === "Always" ? "a sidecar became a container" : "an init container became a container",
    trial: withContainers(trial, pod, {
      initContainers: without(inList(pod, "initContainers"), index),
      containers: [...inList(pod, "containers"), plain],
    }),
  };
}

function* elsewhere(
  trial: Trial,
  pod: PodOf,
  { placed: { index, container }, material }: { readonly placed: Placed; readonly material: Material },
): Generator<Change> {
  const others = without(inList(pod, "containers"), index);
  // A pod has at least one container: where none is left, one that is allowed stands in.
  const standIns = others.length > 0 ? [undefined] : material.containers.slice(0, 2);
  for (const standIn of standIns) {
    const left = standIn === undefined ? others : [asNew(pod, standIn)];
    const given = standIn === undefined ? {} : { given: [aloneIn(trial, pod, standIn)] };
    const moved = (list: ContainerList, item: JsonObject): Trial =>
      withContainers(trial, pod, { containers: left, [list]: [...inList(pod, list), item] });
    yield { how: "a container became an init container", trial: moved("initContainers", container), ...given };
    const sidecar = { ...container, restartPolicy: "Always" };
    yield { how: "a container became a sidecar", trial: moved("initContainers", sidecar), ...given };
    if (isPod(pod.object)) {
      const how = "a container became an ephemeral container";
      yield { how, trial: added(moved("ephemeralContainers", container), left), ...given };
    }
  }
}

/** Ephemeral containers come by an update of a pod that is there already. */
function added(trial: Trial, containers: readonly JsonObject[]): Trial {
  const object = objectOf(trial) as JsonObject;
  const before = put(put(object, ["spec", "ephemeralContainers"], undefined), ["spec", "containers"], containers);
  return {
    ...trial,
    request: {
      ...trial.request,
      operation: "UPDATE",
      subResource: "ephemeralcontainers",
      oldObject: { json: before },
    },
  };
}
