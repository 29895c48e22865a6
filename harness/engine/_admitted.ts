import type { JsonObject, Request, World } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import { handleNames } from "./_names.ts";
import type { Admitted } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { admission, requestBody } from "./_request.ts";
import { openWorlds } from "./_worlds.ts";

/** The object as the API server admits it: read, defaulted and validated. A request without an object gives none. */
export type AdmittedObject = (request: Request, world: World) => Promise<Answer<JsonObject | undefined>>;

export function openAdmitted(kube: Pipeline): AdmittedObject {
  const name = handleNames();
  const worldOf = openWorlds(kube, (kind) => `admitted-${name(kind)}`);
  return async (request, world) => {
    const { handle } = worldOf(world);
    const body = { world: handle, request: requestBody(request), ...admission(world) };
    const { ok, error } = await kube.ask<Admitted>("admit", body);
    if (error !== undefined) return { error };
    return { ok: (ok.review.request.object ?? undefined) as JsonObject | undefined };
  };
}
