import type { Engines } from "../engine/index.ts";
import type { Case, ObjectSource, Request } from "../model/index.ts";

/**
 * The cases with their objects as JSON, read as kubectl reads them, so that they can be changed and made smaller.
 * What cannot be read stays text: judging says what is wrong with it.
 */
export async function asJson(cases: readonly Case[], engines: Pick<Engines, "read">): Promise<readonly Case[]> {
  return Promise.all(cases.map(async (one) => ({ ...one, request: await requestAsJson(one.request, engines) })));
}

// --- internal ---

async function requestAsJson(request: Request, engines: Pick<Engines, "read">): Promise<Request> {
  const { object, oldObject, ...rest } = request;
  const [ofObject, ofOldObject] = await Promise.all([sourceAsJson(object, engines), sourceAsJson(oldObject, engines)]);
  return {
    ...rest,
    ...(ofObject === undefined ? {} : { object: ofObject }),
    ...(ofOldObject === undefined ? {} : { oldObject: ofOldObject }),
  };
}

async function sourceAsJson(
  source: ObjectSource | undefined,
  engines: Pick<Engines, "read">,
): Promise<ObjectSource | undefined> {
  if (source === undefined || "json" in source) return source;
  const { value } = await engines.read(source.text);
  const [first, ...others] = value?.documents ?? [];
  return first?.object === undefined || others.length > 0 ? source : { json: first.object };
}
