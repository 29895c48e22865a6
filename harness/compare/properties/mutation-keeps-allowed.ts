import type { Property } from "../../model/index.ts";
import { mutated } from "./_mutated.ts";

/** What mutating policies made of the object, as other controls judge it: what they allowed. */
export const mutationKeepsAllowed: Property = {
  id: "mutation-keeps-allowed",
  about:
    "What the controls that `controls` names do not deny they do not deny after mutation; else one policy makes of a good object one that another refuses.",
  relation: "never-denied",
  needsMutation: true,
  judgedBy: "others",
  changes: mutated,
};
