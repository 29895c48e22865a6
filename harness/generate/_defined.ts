import {
  isJsonObject,
  type Json,
  type JsonObject,
  type KindSchema,
  type Schema,
  type SchemaNode,
} from "../model/index.ts";

/** The schema with what definitions of custom resources serve, beside the kinds that are there. */
export function withDefined(schema: Schema, crds: readonly JsonObject[]): Schema {
  const kinds = new Map(schema.kinds.map((kind) => [nameOf(kind), kind]));
  const definitions = new Map(Object.entries(schema.definitions));
  const metadata = metadataOf(schema);
  for (const [kind, form] of crds.flatMap(servedBy)) {
    if (kinds.has(kind.definition)) continue;
    kinds.set(kind.definition, kind);
    definitions.set(kind.definition, { ...form, properties: { ...form.properties, metadata } });
  }
  if (kinds.size === schema.kinds.length) return schema;
  return { kinds: [...kinds.values()], definitions: Object.fromEntries(definitions) };
}

// --- internal ---

function nameOf({ group, version, kind }: Pick<KindSchema, "group" | "version" | "kind">): string {
  return `${group}/${version}.${kind}`;
}

/** The form of every object's metadata. */
function metadataOf({ kinds, definitions }: Schema): SchemaNode {
  const first = kinds[0];
  return (first && definitions[first.definition]?.properties?.["metadata"]) ?? {};
}

/** The kind in each version of the definition that is served, with its form. */
function servedBy(crd: JsonObject): readonly (readonly [KindSchema, SchemaNode])[] {
  const spec = objectAt(crd, "spec");
  const names = objectAt(spec, "names");
  const [group, kind, resource] = [spec["group"], names["kind"], names["plural"]].map(String);
  if (group === undefined || kind === undefined || resource === undefined) return [];
  return listAt(spec, "versions").flatMap((version) => {
    if (version["served"] !== true) return [];
    const served = { group, version: String(version["name"]), kind };
    const namespaced = spec["scope"] === "Namespaced";
    const subResources = Object.keys(objectAt(version, "subresources"));
    const form = formOf(objectAt(objectAt(version, "schema"), "openAPIV3Schema"));
    return [[{ ...served, resource, namespaced, subResources, definition: nameOf(served) }, form]] as const;
  });
}

/** The form that an OpenAPI schema says, as far as generation knows forms. */
function formOf(schema: JsonObject): SchemaNode {
  const { type, format, required, properties, items, additionalProperties } = schema;
  const values = schema["enum"];
  const keys = schema["x-kubernetes-list-map-keys"];
  const list = schema["x-kubernetes-list-type"];
  const inner = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, form]) =>
    isJsonObject(form) ? [[name, formOf(form)] as const] : [],
  );
  return {
    ...(isType(type) ? { type } : {}),
    ...(schema["x-kubernetes-int-or-string"] === true ? { format: "int-or-string" } : {}),
    ...(typeof format === "string" ? { format } : {}),
    ...(Array.isArray(required) ? { required: required.map(String) } : {}),
    ...(inner.length > 0 ? { properties: Object.fromEntries(inner) } : {}),
    ...(isJsonObject(items) ? { items: formOf(items) } : {}),
    ...(isJsonObject(additionalProperties) ? { additionalProperties: formOf(additionalProperties) } : {}),
    ...(additionalProperties === true ? { additionalProperties: {} } : {}),
    ...(Array.isArray(values) ? { enum: values.filter((value) => typeof value === "string") } : {}),
    ...(Array.isArray(keys) ? { listMapKeys: keys.map(String) } : {}),
    ...(list === "atomic" || list === "map" || list === "set" ? { listType: list } : {}),
  };
}

const types = ["string", "integer", "number", "boolean", "object", "array"] as const;

function isType(value: Json | undefined): value is (typeof types)[number] {
  return types.some((type) => type === value);
}

function objectAt(owner: JsonObject, name: string): JsonObject {
  const value = owner[name];
  return isJsonObject(value) ? value : {};
}

function listAt(owner: JsonObject, name: string): readonly JsonObject[] {
  const value = owner[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
