import type { Change, Material, Property, Trial } from "../../model/index.ts";
import { aloneIn, asNew, inList, podOf, withContainers } from "./_containers.ts";

/** One more container that is allowed. */
export const compliantContainer: Property = {
  id: "compliant-container",
  about:
    "Adding a container that is allowed never turns allow into deny; else the policy denies for something other than what a container does.",
  relation: "never-stricter",
  changes: oneMore,
};

/** A container that is allowed beside one that is not. */
export const compliantBesideBad: Property = {
  id: "compliant-beside-bad",
  about:
    "Adding a container that is allowed never turns deny into allow; else one good container excuses a bad one, as where `some` was written for `every`.",
  relation: "never-looser",
  changes: oneMore,
};

// --- internal ---

function* oneMore(trial: Trial, material: Material): Generator<Change> {
  const pod = podOf(trial);
  if (pod === undefined || trial.request.operation !== "CREATE") return;
  const [containers, initContainers] = [inList(pod, "containers"), inList(pod, "initContainers")];
  for (const allowed of material.containers) {
    const given = [aloneIn(trial, pod, allowed)];
    const more = asNew(pod, allowed);
    const last = withContainers(trial, pod, { containers: [...containers, more] });
    const first = withContainers(trial, pod, { containers: [more, ...containers] });
    const init = withContainers(trial, pod, { initContainers: [...initContainers, more] });
    yield { how: "a container that is allowed was added behind the others", trial: last, given };
    yield { how: "a container that is allowed was added before the others", trial: first, given };
    yield { how: "an init container that is allowed was added", trial: init, given };
  }
}
