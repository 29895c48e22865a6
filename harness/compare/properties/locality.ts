import type { Property } from "../../model/index.ts";
import { aloneIn, asNew, type ContainerList, inList, podOf, withContainers, without } from "./_containers.ts";

/** The one bad container replaced by one that is allowed. */
export const locality: Property = {
  id: "locality",
  about:
    "Replacing the only container that is denied by one that is allowed allows the pod; else a violation sticks to the pod after its cause is gone.",
  relation: "cured",
  *changes(trial, { containers: allowed }) {
    const pod = podOf(trial);
    if (pod === undefined) return;
    for (const { list, index, container } of pod.containers) {
      for (const other of allowed.slice(0, 3)) {
        const kept = without(inList(pod, list), index);
        const restart = container["restartPolicy"] === undefined ? {} : { restartPolicy: container["restartPolicy"] };
        const replaced = { ...asNew(pod, other), ...restart };
        const changed = (items: readonly (typeof replaced)[]) => withContainers(trial, pod, { [list]: items });
        yield {
          how: `the only one of ${list} that is denied was replaced`,
          trial: changed([...kept, replaced]),
          // The others are allowed without it: a pod needs one of `containers`, so that one stands in.
          given: [withoutIt(list, kept, replaced, changed), aloneIn(trial, pod, other)],
        };
      }
    }
  },
};

// --- internal ---

function withoutIt<T, R>(list: ContainerList, kept: readonly T[], standIn: T, changed: (items: readonly T[]) => R): R {
  return changed(list === "containers" && kept.length === 0 ? [standIn] : kept);
}
