import type { ObjectSource, Request, World } from "../model/index.ts";

/** The request as the `kube` engine is asked: see docs/wire.md. */
export function requestBody({ object, oldObject, ...rest }: Request): object {
  return { ...rest, ...objectField("object", object), ...objectField("oldObject", oldObject) };
}

/** What of the world goes beside the request, not into the world's handle. */
export function admission(world: World): object {
  return {
    ...(world.validate === undefined ? {} : { validate: world.validate }),
    ...(world.serviceAccount === undefined ? {} : { serviceAccount: world.serviceAccount }),
  };
}

function objectField(name: "object" | "oldObject", source: ObjectSource | undefined): object {
  if (source === undefined) return {};
  return "json" in source ? { [name]: source.json } : { [`${name}Text`]: source.text };
}
