import type { Property } from "../../model/index.ts";
import { objectOf, withObject } from "./_trials.ts";

/** The object as it was sent, and as the API server made it complete. */
export const defaultsAlike: Property = {
  id: "defaults-alike",
  about:
    "An object judges alike as sent and as the API server completes it; else the verdict on a manifest is not the one in the cluster, or changes when an object is applied again.",
  relation: "same",
  needsAdmitted: true,
  *changes(trial, { admitted }) {
    if (admitted === undefined || objectOf(trial) === undefined) return;
    yield { how: "the object was completed by the API server", trial: withObject(trial, admitted) };
  },
};
