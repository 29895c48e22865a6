import type { JsonObject, Request, World } from "../model/index.ts";
import type { Review } from "./_ops.ts";
import type { Reviews } from "./_reviews.ts";

/** A request as a webhook is given it. */
export interface Reviewed {
  readonly object?: JsonObject;
  readonly oldObject?: JsonObject;
  readonly userInfo?: JsonObject;
}

/** Nothing where the API server refuses the request. */
export async function reviewed(reviews: Reviews, request: Request, world: World): Promise<Reviewed | undefined> {
  const { errors, inputs } = await reviews(request, world);
  const input = errors.length > 0 ? undefined : inputs("admission");
  if (input === undefined) return undefined;
  const { request: asked } = input.value() as unknown as Review;
  const part = (name: keyof Reviewed): Reviewed => {
    const value = asked[name] as JsonObject | null | undefined;
    return value === null || value === undefined ? {} : { [name]: value };
  };
  return { ...part("object"), ...part("oldObject"), ...part("userInfo") };
}
