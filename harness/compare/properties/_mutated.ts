import type { Change, Material, Trial } from "../../model/index.ts";
import { objectOf, withObject } from "./_trials.ts";

/** The request with the object that the control's mutating policies made of it; none where they changed nothing. */
export function mutated(trial: Trial, { mutation }: Material): readonly Change[] {
  const object = mutation?.object;
  if (object === undefined || objectOf(trial) === undefined) return [];
  return [{ how: "mutating policies changed the object", trial: withObject(trial, object) }];
}
