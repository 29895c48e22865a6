import { isJsonObject, type Json, type JsonObject, type Request } from "../../model/index.ts";

/** What a request is about, as people say it: `Pod team-a/web`, `UPDATE Deployment web`, `CREATE pods/eviction team-a/web`. */
export function requestName(request: Request, object: JsonObject | undefined): string {
  const metadata = isJsonObject(object?.["metadata"]) ? object["metadata"] : {};
  const name = request.name ?? textOf(metadata["name"]) ?? generated(metadata["generateName"]);
  const namespace = request.namespace ?? textOf(metadata["namespace"]);
  const operation = request.operation === "CREATE" && request.subResource === undefined ? [] : [request.operation];
  const whole = namespace === undefined ? name : `${namespace}/${name}`;
  return [...operation, whatOf(request, object), whole].join(" ");
}

/** Gives each name once: what has the name of another one gets a number. */
export function namesOnce(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  };
}

// --- internal ---

function whatOf({ subResource, resource, kind }: Request, object: JsonObject | undefined): string {
  const shown = textOf(object?.["kind"]) ?? kind?.kind;
  if (subResource === undefined) return shown ?? resource?.resource ?? "object";
  return `${resource?.resource ?? shown ?? "object"}/${subResource}`;
}

function generated(prefix: Json | undefined): string {
  return typeof prefix === "string" && prefix !== "" ? `${prefix}…` : "without a name";
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
