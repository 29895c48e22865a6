import type { JsonObject, ObjectSource, Trial } from "../model/index.ts";
import type { SidePolicies } from "./side.ts";
import type { OpenedStream } from "./stream.ts";

/**
 * A live cluster has its own namespaces, params and permissions, and is asked by the user of the kubeconfig: what is generated beside it is made by
 * that user, in the default namespace, of nothing that only a case's world has.
 */
export function plainBeside(sides: readonly SidePolicies[], opened: OpenedStream): OpenedStream {
  const { stream } = opened;
  if (stream === undefined || !sides.some(({ engine }) => engine === "cluster")) return opened;
  return { ...opened, stream: { ...stream, draw: (index) => plain(stream.draw(index)) } };
}

// --- internal ---

function plain({ request }: Trial): Trial {
  const { operation, subResource, object, oldObject, options } = request;
  return {
    request: {
      operation,
      ...(subResource === undefined ? {} : { subResource }),
      ...(object === undefined ? {} : { object: withoutNamespace(object) }),
      ...(oldObject === undefined ? {} : { oldObject: withoutNamespace(oldObject) }),
      ...(options === undefined ? {} : { options }),
    },
    world: {},
  };
}

function withoutNamespace(source: ObjectSource): ObjectSource {
  if ("text" in source) return source;
  const metadata = source.json["metadata"];
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return source;
  const { namespace: _, ...rest } = metadata as JsonObject;
  return { json: { ...source.json, metadata: rest } };
}
