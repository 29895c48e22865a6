import { isJsonObject, type JsonObject, type Request, type World } from "../../model/index.ts";

/** Collects what manifests say of the cluster in which the others are created. */
export interface Surroundings {
  add(request: Request, object: JsonObject): void;
  world(): World;
  /** How many objects are left out, because all of them would be too many. */
  readonly left: number;
}

export function openSurroundings(): Surroundings {
  const namespaces: JsonObject[] = [];
  const crds: JsonObject[] = [];
  const objects: JsonObject[] = [];
  let size = 0;
  let left = 0;
  const keep = ({ object: source }: Request, object: JsonObject): void => {
    size += source !== undefined && "text" in source ? source.text.length : JSON.stringify(object).length;
    if (size <= mostKept) objects.push(object);
    else left += objects.splice(0).length + 1;
  };
  return {
    add: (request, object) => {
      const kind = `${String(object["apiVersion"])} ${String(object["kind"])}`;
      if (kind === "v1 Namespace") namespaces.push(object);
      else if (kind === "apiextensions.k8s.io/v1 CustomResourceDefinition") crds.push(object);
      else if (isJsonObject(object["metadata"]) && object["metadata"]["name"] !== undefined) keep(request, object);
    },
    world: () => ({
      ...(namespaces.length === 0 ? {} : { namespaces }),
      ...(crds.length === 0 ? {} : { crds }),
      ...(objects.length === 0 ? {} : { objects }),
    }),
    get left() {
      return left;
    },
  };
}

// --- internal ---

/** What the engines are told of a cluster passes through one message. In characters. */
const mostKept = 32 * 1024 * 1024;
