import type { Request } from "../../model/index.ts";
import type { StreamDocument } from "./_document.ts";
import { type Shape, shapeOf } from "./_shape.ts";

/** What an event tells, as far as it is needed. */
export interface AuditEvent {
  readonly document: StreamDocument;
  readonly flaws: readonly string[];
  readonly shape: Shape;
  readonly verb: string;
  readonly level: string;
  /** HTTP code of the answer. */
  readonly code: number;
  readonly subResource: string | undefined;
  readonly about: Pick<Request, "resource" | "name" | "namespace" | "subResource">;
  readonly query: URLSearchParams;
}

/** Reads an event; `flaws` says what in it is not of its type. */
export function eventOf(document: StreamDocument): AuditEvent {
  const flaws: string[] = [];
  const shape = shapeOf(document.value, "", flaws);
  const reference = shapeOf(shape.mapping("objectRef") ?? {}, "objectRef.", flaws);
  const [name, namespace, subResource] = [
    reference.text("name"),
    reference.text("namespace"),
    reference.text("subresource"),
  ];
  const resource = reference.text("resource");
  const named = { group: reference.text("apiGroup") ?? "", version: reference.text("apiVersion") ?? "" };
  const uri = shape.text("requestURI") ?? "";
  const code = shape.mapping("responseStatus")?.["code"];
  return {
    document,
    flaws,
    shape,
    verb: shape.text("verb") ?? "",
    level: shape.text("level") ?? "",
    code: typeof code === "number" ? code : 0,
    subResource,
    about: {
      ...(resource === undefined ? {} : { resource: { ...named, resource } }),
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(subResource === undefined ? {} : { subResource }),
    },
    query: new URLSearchParams(uri.includes("?") ? uri.slice(uri.indexOf("?") + 1) : ""),
  };
}
