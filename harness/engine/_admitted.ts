import type { JsonObject, Request, World } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { Hosts } from "./_hosts.ts";
import { readJson } from "./_json.ts";
import type { Review } from "./_ops.ts";

/** The object as the API server admits it: read, defaulted and validated. A request without an object gives none. */
export type AdmittedObject = (request: Request, world: World) => Promise<Answer<JsonObject | undefined>>;

export function openAdmitted(hosts: Hosts): AdmittedObject {
  return async (request, world) => {
    await hosts.ready();
    const { ok, error } = await hosts.of(world.kubernetes).admissions.admit(request, world);
    if (error !== undefined) return { error };
    const { object } = (readJson(ok.review) as Review).request;
    return { ok: (object ?? undefined) as JsonObject | undefined };
  };
}
