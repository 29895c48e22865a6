import type { Json, Property } from "../../model/index.ts";
import { podOf } from "./_containers.ts";
import { put } from "./_json.ts";
import { creates } from "./_trials.ts";

/** The object as an update of one that had another image. */
export const updateAlike: Property = {
  id: "update-alike",
  about:
    "An update to a pod with other images judges as creating it does; else what was there before the policy stays for ever, or updates are not looked at.",
  relation: "same",
  *changes(trial) {
    const pod = podOf(trial);
    if (pod === undefined || !creates(trial)) return;
    for (const { list, index, container } of pod.containers) {
      if (list === "ephemeralContainers") continue;
      const before = put(pod.object, [...pod.spec, list, index, "image"], otherImage(container["image"]));
      yield {
        how: `an update changed the image of one of ${list}`,
        trial: { ...trial, request: { ...trial.request, operation: "UPDATE", oldObject: { json: before } } },
      };
    }
  },
};

// --- internal ---

/** Without a tag as the image is without one: the server's default for the pull policy, which no update can change, hangs on it. */
function otherImage(image: Json | undefined): string {
  const tag = /[:@][^/]*$/.exec(String(image))?.[0] ?? ":latest";
  return `registry.example/before${tag === ":latest" ? "" : ":1"}`;
}
