import type { Change, Material, Property, Trial } from "../../model/index.ts";
import { copied } from "./_json.ts";
import { mutated } from "./_mutated.ts";
import { objectOf } from "./_trials.ts";

/** What mutating policies made of the object, as other controls judge it: what they allowed. */
export const mutationKeepsAllowed: Property = {
  id: "mutation-keeps-allowed",
  about:
    "What the controls that `controls` names do not deny they do not deny after mutation; else one policy makes of a good object one that another refuses.",
  relation: "never-denied",
  needsMutation: true,
  judgedBy: "others",
  changes: (trial, material) => [...mutated(trial, material), ...failed(trial, material)],
};

// --- internal ---

/** What mutation makes invalid is refused too, though no other policy sees it. */
function failed(trial: Trial, { mutation }: Material): readonly Change[] {
  const flaws = (mutation?.errors ?? []).filter(({ code }) => code === "evaluation").map(({ message }) => message);
  if (flaws.length === 0 || objectOf(trial) === undefined) return [];
  return [{ how: "mutating policies failed", trial: copied(trial), flaws }];
}
