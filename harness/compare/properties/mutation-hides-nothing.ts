import type { Property } from "../../model/index.ts";
import { mutated } from "./_mutated.ts";

/** What mutating policies made of the object, as other controls judge it: what they denied for what somebody wrote. */
export const mutationHidesNothing: Property = {
  id: "mutation-hides-nothing",
  about:
    "What the controls that `controls` names deny or warn of they do after mutation too; else a default covers or overwrites the bad thing that somebody wrote.",
  relation: "never-looser",
  needsMutation: true,
  judgedBy: "others",
  changes: mutated,
};
