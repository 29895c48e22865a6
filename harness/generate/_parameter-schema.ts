import type { Json, JsonObject } from "../model/index.ts";
import { formatNamed } from "./_parameter-formats.ts";
import { listOf, treeOf } from "./_tree.ts";

/** What an OpenAPI v3 schema says of a value, as far as schemas of custom resources may say it. */
export interface ParameterNode {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly items?: ParameterNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, ParameterNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ParameterNode;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly ParameterNode[];
  readonly anyOf?: readonly ParameterNode[];
  readonly oneOf?: readonly ParameterNode[];
  readonly not?: ParameterNode;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
}

export function nodeOf(schema: JsonObject): ParameterNode {
  return schema as ParameterNode;
}

/**
 * Whether the value is one that is stored: it fits, nothing would be pruned of it, and no default is missing. Rules in CEL are not looked at:
 * whether they hold the engines say.
 */
export function isStored(node: ParameterNode, value: Json): boolean {
  return holds(node, value, true);
}

/** The properties that are always there: those that must be, and those that the server sets. */
export function alwaysThere({ properties = {}, required = [] }: ParameterNode): ReadonlySet<string> {
  const defaulted = Object.entries(properties).filter(([, property]) => property.default !== undefined);
  return new Set([...required, ...defaulted.map(([name]) => name)]);
}

/** Values of which the schema says nothing: `true` and objects that keep whatever they have. */
export function takesAnything({ type, properties, items, ...node }: ParameterNode): boolean {
  if (node["x-kubernetes-int-or-string"] === true || node.enum !== undefined) return false;
  return type === undefined && properties === undefined && items === undefined;
}

/** The schema of the property of that name; nothing where there may be none. */
export function propertyNode(node: ParameterNode, name: string): ParameterNode | undefined {
  const { properties = {}, additionalProperties } = node;
  if (Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === "object") return additionalProperties;
  return additionalProperties === true || keepsUnknown(node) ? {} : undefined;
}

// --- internal ---

/** `whole`: the schema is all that is said of the value, not a further rule for it. */
function holds(node: ParameterNode, value: Json, whole: boolean): boolean {
  if (value === null) return node.nullable === true || (whole && takesAnything(node));
  return (
    isOfType(node, value) &&
    (node.enum === undefined || node.enum.some((one) => isSame(one, value))) &&
    scalarHolds(node, value) &&
    listHolds(node, listOf(value), whole) &&
    objectHolds(node, treeOf(value), whole) &&
    rulesHold(node, value)
  );
}

function isOfType({ type, ...node }: ParameterNode, value: Json): boolean {
  if (node["x-kubernetes-int-or-string"] === true) return Number.isInteger(value) || typeof value === "string";
  switch (type) {
    case "integer":
      return Number.isInteger(value);
    case "array":
      return listOf(value) !== undefined;
    case "object":
      return treeOf(value) !== undefined;
    case undefined:
      return true;
    default:
      return type === typeof value;
  }
}

function scalarHolds(node: ParameterNode, value: Json): boolean {
  if (typeof value === "number") return numberHolds(node, value);
  return typeof value !== "string" || textHolds(node, value);
}

function numberHolds({ minimum, maximum, multipleOf, format, ...node }: ParameterNode, value: number): boolean {
  if (minimum !== undefined && (value < minimum || (node.exclusiveMinimum === true && value === minimum))) return false;
  if (maximum !== undefined && (value > maximum || (node.exclusiveMaximum === true && value === maximum))) return false;
  if (format === "int32" && Math.abs(value) > 2_147_483_647) return false;
  return multipleOf === undefined || Number.isInteger(value / multipleOf);
}

function textHolds({ minLength, maxLength, pattern, format }: ParameterNode, value: string): boolean {
  const length = [...value].length;
  if (length < (minLength ?? 0) || length > (maxLength ?? Number.POSITIVE_INFINITY)) return false;
  if (pattern !== undefined && regularOf(pattern)?.test(value) !== true) return false;
  return formatNamed(format)?.fits.test(value) !== false;
}

function listHolds(node: ParameterNode, list: readonly Json[] | undefined, whole: boolean): boolean {
  if (list === undefined) return true;
  const { items, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = node;
  if (list.length < minItems || list.length > maxItems || !areApart(node, list)) return false;
  return items === undefined || list.every((item) => holds(items, item, whole));
}

function areApart(node: ParameterNode, list: readonly Json[]): boolean {
  const type = node["x-kubernetes-list-type"];
  const keys = type === "map" ? (node["x-kubernetes-list-map-keys"] ?? []) : [];
  const told = (item: Json): string =>
    JSON.stringify(keys.length === 0 ? item : keys.map((key) => treeOf(item)?.[key] ?? null));
  const apart = node.uniqueItems === true || type === "set" || type === "map";
  return !apart || new Set(list.map(told)).size === list.length;
}

function objectHolds(node: ParameterNode, tree: JsonObject | undefined, whole: boolean): boolean {
  if (tree === undefined) return true;
  const names = Object.keys(tree);
  const { minProperties = 0, maxProperties = Number.POSITIVE_INFINITY, required = [] } = node;
  if (names.length < minProperties || names.length > maxProperties) return false;
  const needed = whole ? [...alwaysThere(node)] : required;
  if (!needed.every((name) => Object.hasOwn(tree, name))) return false;
  return names.every((name) => {
    const inner = propertyNode(node, name);
    if (inner === undefined) return !whole || takesAnything(node);
    return holds(inner, tree[name] as Json, whole);
  });
}

function rulesHold({ allOf = [], anyOf, oneOf, not }: ParameterNode, value: Json): boolean {
  const says = (node: ParameterNode): boolean => holds(node, value, false);
  if (!allOf.every(says) || anyOf?.some(says) === false) return false;
  return (oneOf === undefined || oneOf.filter(says).length === 1) && (not === undefined || !says(not));
}

function keepsUnknown(node: ParameterNode): boolean {
  return node["x-kubernetes-preserve-unknown-fields"] === true;
}

function isSame(one: Json, other: Json): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

const regulars = new Map<string, RegExp | undefined>();

/** Nothing where JavaScript does not know the pattern: then no text is known to match. */
function regularOf(pattern: string): RegExp | undefined {
  if (!regulars.has(pattern)) regulars.set(pattern, compiled(pattern));
  return regulars.get(pattern);
}

function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}
