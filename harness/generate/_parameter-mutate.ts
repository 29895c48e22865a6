import type { Json, JsonObject } from "../model/index.ts";
import { around, nearMisses } from "./_near-misses.ts";
import { type Drawing, drawParameter } from "./_parameter-draw.ts";
import { type ParameterNode, propertyNode } from "./_parameter-schema.ts";
import { copyOf, listOf, type Tree, treeCopy, treeOf } from "./_tree.ts";

/** The parameters with one change, or two. Whether the schema takes them, is to be looked at. */
export function mutatedParameters(node: ParameterNode, sample: JsonObject, drawing: Drawing): Tree {
  const { dice } = drawing;
  const tree = treeCopy(sample);
  const times = dice.chance(0.3) ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const sites = sitesOf(node, tree, []);
    if (sites.length > 0) change(dice.one(sites), drawing);
  }
  return tree;
}

// --- internal ---

/** A property or item, or a property that is not there and could be. */
interface Site {
  readonly holder: Tree | Json[];
  readonly name: string | number;
  readonly node: ParameterNode;
  readonly path: readonly string[];
}

function sitesOf(node: ParameterNode, value: Json, path: readonly string[]): readonly Site[] {
  const list = listOf(value);
  const { items } = node;
  if (list !== undefined && items !== undefined)
    return list.flatMap((item, name) => [{ holder: list, name, node: items, path }, ...sitesOf(items, item, path)]);
  const tree = treeOf(value);
  if (tree === undefined) return [];
  const names = new Set([...Object.keys(tree), ...Object.keys(node.properties ?? {})]);
  return [...names].flatMap((name) => {
    const inner = propertyNode(node, name);
    if (inner === undefined) return [];
    const site = { holder: tree, name, node: inner, path: [...path, name] };
    const found = tree[name];
    return found === undefined ? [site] : [site, ...sitesOf(inner, found, site.path)];
  });
}

type Change = (site: Site, drawing: Drawing) => void;

function change(site: Site, drawing: Drawing): void {
  const isPresent = valueAt(site) !== undefined;
  drawing.dice.one(isPresent ? ofPresent : [redraw])(site, drawing);
}

const redraw: Change = (site, drawing) => set(site, drawParameter(site.node, site.path, drawing));

const leaveOut: Change = ({ holder, name }) => {
  if (Array.isArray(holder)) holder.splice(name as number, 1);
  else delete holder[name];
};

const miss: Change = (site, drawing) => {
  const near = nearTo(valueAt(site));
  if (near.length > 0) set(site, drawing.dice.one(near));
  else redraw(site, drawing);
};

/** One item more in a list, or in the list that the item is in. */
const add: Change = (site, drawing) => {
  const { holder, node, path } = site;
  const own = listOf(valueAt(site));
  if (own !== undefined && node.items !== undefined) own.push(drawParameter(node.items, path, drawing));
  else if (Array.isArray(holder)) holder.push(drawParameter(node, path, drawing));
  else redraw(site, drawing);
};

const ofPresent: readonly Change[] = [redraw, redraw, leaveOut, miss, miss, add];

function nearTo(value: Json | undefined): readonly Json[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return around(value);
  return typeof value === "string" ? nearMisses(value) : [];
}

function valueAt({ holder, name }: Site): Json | undefined {
  return (holder as Tree)[name];
}

function set({ holder, name }: Site, value: Json): void {
  (holder as Tree)[name] = copyOf(value);
}
