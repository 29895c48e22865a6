import type { EvaluationError, JsonObject, Request, World } from "../model/index.ts";
import type { Review } from "./_ops.ts";
import type { Reviews } from "./_reviews.ts";

/** A request as the CLI is asked it: one object, and what is about all that are asked with it. */
export interface KyvernoRequest {
  readonly object: JsonObject;
  readonly operation: Request["operation"];
  readonly user?: Request["user"];
}

/** Why the CLI cannot be asked this, where it cannot. */
export function cannotAsk(request: Request, world: World): string | undefined {
  const { operation, oldObject, subResource, dryRun, options } = request;
  if (operation === "CONNECT") return "the kyverno CLI knows no CONNECT";
  if (operation === "UPDATE" && oldObject !== undefined) return "the kyverno CLI takes no old object of an UPDATE";
  if (subResource !== undefined && subResource !== "") return "the kyverno CLI knows no request to a subresource";
  if (dryRun === true || options !== undefined) return "the kyverno CLI knows no dry run and no options";
  if (world.rules !== undefined) return "the kyverno CLI has no rules of an authorizer";
  if (world.params !== undefined) return "policies of Kyverno have no params";
  return undefined;
}

/** The object as the API server admits it, or as it is written where the world is raw. */
export async function prepareRequest(
  request: Request,
  world: World,
  reviews: Reviews,
): Promise<KyvernoRequest | readonly EvaluationError[]> {
  const { errors, inputs } = await reviews(request, world);
  if (errors.length > 0) return errors;
  const { request: asked } = (inputs("admission") as { value(): unknown }).value() as Review;
  const object = (asked["object"] ?? asked["oldObject"]) as JsonObject | null | undefined;
  if (object === null || object === undefined) return [{ code: "bad-object", message: "the request has no object" }];
  return { object, operation: request.operation, ...(request.user === undefined ? {} : { user: request.user }) };
}
