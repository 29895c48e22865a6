import type { Reads, Request, Trial } from "../model/index.ts";

/** Gatekeeper is not sent every request: what it would not see, and its policies say nothing of, is a creation of the same object instead. */
export function asSent({ request, world }: Trial, { matches }: Reads): Trial {
  const asked = new Set(matches.flatMap(({ operations }) => operations));
  if (asked.size === 0) for (const operation of usual) asked.add(operation);
  const sent = (asked.has(request.operation) || asked.has("*")) && request.subResource !== "status";
  const object = request.object ?? request.oldObject;
  if (sent || object === undefined) return { request, world };
  const { oldObject: _, options: __, subResource: ___, ...rest } = request;
  const created: Request = { ...rest, operation: "CREATE", object };
  return { request: created, world };
}

// --- internal ---

const usual: readonly Request["operation"][] = ["CREATE", "UPDATE"];
