import type { Property } from "../../model/index.ts";
import { mutated } from "./_mutated.ts";

/** What mutating policies made of the object, as the control judges it that they are there for. */
export const mutationFixes: Property = {
  id: "mutation-fixes",
  about:
    "What the controls that `controls` names deny, and mutation changes, they deny no more, where those that `given` names object to nothing in it; else the mutation does not do what it is for.",
  relation: "cured",
  needsMutation: true,
  judgedBy: "others",
  ownParams: true,
  changes: mutated,
};
