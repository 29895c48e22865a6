import type { Change, JsonObject, Property, Trial } from "../../model/index.ts";
import {
  aloneIn,
  asNew,
  created,
  inList,
  type Placed,
  type PodOf,
  podOf,
  withContainers,
  without,
} from "./_containers.ts";
import { at, put } from "./_json.ts";
import { creates, objectOf, oldObjectOf, withObject } from "./_trials.ts";

/** The one bad container replaced by one that is allowed. */
export const locality: Property = {
  id: "locality",
  about:
    "Replacing the only container that is denied by one that is allowed allows the pod; else a violation sticks to the pod after its cause is gone.",
  relation: "cured",
  *changes(trial, { containers: allowed }) {
    const whole = asJudged(trial);
    const pod = whole === undefined ? undefined : podOf(whole);
    if (whole === undefined || pod === undefined) return;
    for (const placed of pod.containers) {
      if (!creates(trial) && placed.list !== "ephemeralContainers") continue;
      // A pod needs one of `containers`, so nothing shows what the pod is without it.
      if (placed.list === "containers" && inList(pod, "containers").length === 1) continue;
      for (const other of allowed.slice(0, 3)) yield replaced(whole, pod, { placed, other });
    }
  },
};

// --- internal ---

/** Of a pod that is there already, the server takes nothing but the ephemeral containers. */
function asJudged(trial: Trial): Trial | undefined {
  if (creates(trial)) return trial;
  const [object, before] = [objectOf(trial), oldObjectOf(trial)];
  if (trial.request.subResource !== "ephemeralcontainers" || object === undefined || before === undefined)
    return undefined;
  const path = ["spec", "ephemeralContainers"];
  return withObject(trial, put(before, path, at(object, path)));
}

function replaced(
  trial: Trial,
  pod: PodOf,
  { placed: { list, index, container }, other }: { readonly placed: Placed; readonly other: JsonObject },
): Change {
  const kept = without(inList(pod, list), index);
  const restart = container["restartPolicy"] === undefined ? {} : { restartPolicy: container["restartPolicy"] };
  const standIn = { ...asNew(pod, other), ...restart };
  const changed = (items: readonly JsonObject[]): Trial => withContainers(trial, pod, { [list]: items });
  const alone = aloneIn(trial, pod, other);
  const how = `the only one of ${list} that is denied was replaced`;
  const last = changed([...kept, standIn]);
  const others = changed(kept);
  if (list !== "ephemeralContainers") return { how, trial: last, given: [others, alone] };
  const before = created(withContainers(trial, pod, { ephemeralContainers: [] }));
  return { how, trial: last, given: [before, ...(kept.length === 0 ? [] : [others]), alone] };
}
