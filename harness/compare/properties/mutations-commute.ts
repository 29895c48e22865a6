import type { Property } from "../../model/index.ts";
import { copied } from "./_json.ts";
import { objectOf } from "./_trials.ts";

/** The same request under the mutating policies of two controls, in both orders. */
export const mutationsCommute: Property = {
  id: "mutations-commute",
  about:
    "The mutating policies of this control and of each that `controls` names make the same object in both orders; else it hangs on the order of policies, which the server does not promise.",
  relation: "same-object",
  needsMutation: true,
  judgedBy: "both",
  *changes(trial, { mutation }) {
    const idle = mutation?.object;
    if (idle === undefined || objectOf(trial) === undefined) return;
    yield { how: "the other control's policies came first", trial: copied(trial), idle };
  },
};
