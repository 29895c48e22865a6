import type { Property } from "../../model/index.ts";
import { inList, podOf, withContainers, without } from "./_containers.ts";
import { creates } from "./_trials.ts";

/** One container less. */
export const fewerContainers: Property = {
  id: "fewer-containers",
  about:
    "Leaving out a container never turns allow into deny; else one container is denied for what another one lacks.",
  relation: "never-stricter",
  *changes(trial) {
    const pod = podOf(trial);
    if (pod === undefined) return;
    for (const { list, index } of pod.containers) {
      // Of a pod that is there already, the server takes nothing but the ephemeral containers.
      if (!creates(trial) && list !== "ephemeralContainers") continue;
      const own = inList(pod, list);
      if (list === "containers" && own.length === 1) continue;
      yield { how: `one of ${list} was left out`, trial: withContainers(trial, pod, { [list]: without(own, index) }) };
    }
  },
};
