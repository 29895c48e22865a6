import type { Property } from "../../model/index.ts";
import { copied } from "./_json.ts";

/** The same request twice. */
export const deterministic: Property = {
  id: "deterministic",
  about:
    "The same request gives the same words in the same order; else messages change from run to run and nobody can compare them.",
  relation: "identical",
  *changes(trial) {
    yield { how: "the same request was judged again", trial: copied(trial) };
  },
};
