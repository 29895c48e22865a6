import type { Json } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { wordsOf } from "./_parameter-leaves.ts";
import { alwaysThere, isStored, type ParameterNode, takesAnything } from "./_parameter-schema.ts";
import { type Asked, type Offers, offeredNumber, offeredText } from "./_parameter-texts.ts";
import { copyOf, type Tree } from "./_tree.ts";

/** What parameters are drawn from. */
export interface Drawing {
  readonly offers: Offers;
  /** What parameters in force have at a path. */
  readonly seen: (path: string) => readonly Json[];
  readonly dice: Dice;
}

/** A value that the schema mostly takes; whether it does, is to be looked at. */
export function drawParameter(node: ParameterNode, path: readonly string[], drawing: Drawing): Json {
  const { dice } = drawing;
  if (node.nullable === true && dice.chance(0.1)) return null;
  if (node.enum !== undefined) return copyOf(dice.one(node.enum));
  if (node["x-kubernetes-int-or-string"] === true)
    return scalar({ ...node, type: dice.chance(0.5) ? "integer" : "string" }, path, drawing);
  switch (node.type) {
    case "object":
      return drawTree(node, path, drawing);
    case "array":
      return drawItems(node, path, drawing);
    case "boolean":
      return dice.chance(0.5);
    case undefined:
      return drawUntyped(node, path, drawing);
    default:
      return scalar(node, path, drawing);
  }
}

// --- internal ---

const isThere = 0.7;
const isEmpty = 0.12;
const oneMore = 0.45;
const mostTries = 12;

function drawTree(node: ParameterNode, path: readonly string[], drawing: Drawing): Tree {
  const { dice } = drawing;
  const always = alwaysThere(node);
  const tree: Tree = {};
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    if (always.has(name) || dice.chance(isThere)) tree[name] = drawParameter(property, [...path, name], drawing);
  }
  if (typeof node.additionalProperties !== "object") return tree;
  const { minProperties = 0, maxProperties = 3 } = node;
  const length = lengthOf(dice, minProperties, Math.min(maxProperties, 3));
  for (let index = 0; index < length; index += 1) {
    const key = scalar({ type: "string" }, [...path, "key"], drawing) as string;
    tree[key] ??= drawParameter(node.additionalProperties, [...path, key], drawing);
  }
  return tree;
}

function drawItems(node: ParameterNode, path: readonly string[], drawing: Drawing): Json[] {
  const { minItems = 0, maxItems = 3, items = {} } = node;
  const length = lengthOf(drawing.dice, minItems, Math.max(minItems, Math.min(maxItems, 3)));
  const drawn: Json[] = [];
  for (let tries = 0; drawn.length < length && tries < mostTries; tries += 1) {
    drawn.push(drawParameter(items, path, drawing));
    if (!isStored({ ...node, minItems: 0 }, drawn)) drawn.pop();
  }
  return drawn;
}

function lengthOf(dice: Dice, least: number, most: number): number {
  let length = least === 0 && most > 0 && !dice.chance(isEmpty) ? 1 : least;
  while (length < most && dice.chance(oneMore)) length += 1;
  return length;
}

/** What is in force there, or a scalar of any type. */
function drawUntyped(node: ParameterNode, path: readonly string[], drawing: Drawing): Json {
  const { dice } = drawing;
  if (node.properties !== undefined) return drawTree(node, path, drawing);
  if (node.items !== undefined) return drawItems(node, path, drawing);
  const seen = drawing.seen(path.join("."));
  if (seen.length > 0 && takesAnything(node)) return copyOf(dice.one(seen));
  return scalar({ ...node, type: dice.chance(0.7) ? "string" : "integer" }, path, drawing);
}

function scalar(node: ParameterNode, path: readonly string[], { offers, seen, dice }: Drawing): Json {
  const asked: Asked = { node, words: wordsOf(path), seen: seen(path.join(".")) };
  const draw = (): Json => (node.type === "string" ? offeredText : offeredNumber)(offers, asked, dice);
  let value = draw();
  for (let tries = 0; tries < mostTries && !isStored(node, value); tries += 1) value = draw();
  return value;
}
