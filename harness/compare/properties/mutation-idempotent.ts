import type { Property } from "../../model/index.ts";
import { copied } from "./_json.ts";
import { creates, objectOf, withObject } from "./_trials.ts";

/** The object that mutating policies made, sent again and updated to itself. */
export const mutationIdempotent: Property = {
  id: "mutation-idempotent",
  about:
    "What mutating policies made of an object they leave as it is; else the object hangs on how often the server asks them, and changes each time it is applied.",
  relation: "unchanged",
  needsMutation: true,
  *changes(trial, { mutation }) {
    if (objectOf(trial) === undefined) return;
    if (mutation?.decision === "error") yield { how: "the same request was judged again", trial: copied(trial) };
    const object = mutation?.object;
    if (object === undefined) return;
    const { request } = withObject(trial, object);
    yield { how: "the changed object was sent again", trial: { ...trial, request } };
    if (!creates(trial)) return;
    const { options: _, ...rest } = request;
    const update = { ...rest, operation: "UPDATE", oldObject: { json: object } } as const;
    yield { how: "the changed object was updated to itself", trial: { ...trial, request: update } };
  },
};
