import type { JsonObject, ParameterSource, Reads, Schema, World } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { type Drawing, drawParameter } from "./_parameter-draw.ts";
import { leavesOf } from "./_parameter-leaves.ts";
import { mutatedParameters } from "./_parameter-mutate.ts";
import { isStored, nodeOf, type ParameterNode } from "./_parameter-schema.ts";
import type { ObjectPlan } from "./_plan.ts";
import { seenIn } from "./_seen.ts";
import { copyOf, treeOf } from "./_tree.ts";
import { ownWords } from "./_vocabulary.ts";

/** Draws the parameters that policies are given. */
export interface Parameters {
  /** The world with parameters for the object, or as it is: with those that are in force. */
  given(world: World, subject: Subject, dice: Dice): World;
}

/** An object that was drawn, by this plan. */
export interface Subject {
  readonly object: JsonObject;
  readonly plan: ObjectPlan;
}

export interface ParametersOptions {
  readonly schema: Schema;
  readonly reads?: Reads | undefined;
  /** What is drawn fits all of them. */
  readonly sources?: readonly ParameterSource[] | undefined;
}

export function openParameters({ schema, reads, sources = [] }: ParametersOptions): Parameters {
  const known = sources.map(openSource);
  const drawable = known.filter(({ node }) => hasAny(node));
  if (drawable.length === 0) return { given: (world) => world };
  const texts = ownWords(reads?.strings ?? [], schema).filter((text) => !/\s.*\s|[\n"]/.test(text));
  const numbers = (reads?.numbers ?? []).filter((number) => Number.isSafeInteger(number));
  return {
    given(world, { object, plan }, dice) {
      if (dice.chance(asInForce)) return world;
      const source = dice.one(drawable);
      const drawing: Drawing = {
        offers: { leaves: leavesOf(object, plan), texts, numbers },
        seen: source.seen,
        dice,
      };
      const params = paramsOf(source, drawing, (params) => known.every(({ node }) => isStored(node, params)));
      return params === undefined ? world : { ...world, params };
    },
  };
}

/** Whether the parameters could be those of a Constraint, as each of the sources has it. */
export function areStored(sources: readonly ParameterSource[], params: JsonObject): boolean {
  return sources.every(({ schema }) => isStored(nodeOf(schema), params));
}

// --- internal ---

const asInForce = 0.2;
const ofSample = 0.4;
const ofMutation = 0.5;
const mostTries = 5;

interface Source {
  readonly node: ParameterNode;
  readonly samples: readonly JsonObject[];
  readonly seen: Drawing["seen"];
}

function openSource({ schema, samples }: ParameterSource): Source {
  return { node: nodeOf(schema), samples, seen: seenIn(samples) };
}

/** Whether there is a choice. */
function hasAny({ properties = {}, additionalProperties, ...node }: ParameterNode): boolean {
  const keeps = node["x-kubernetes-preserve-unknown-fields"] === true;
  return Object.keys(properties).length > 0 || additionalProperties !== undefined || keeps;
}

/** Those that are in force, changed ones, or any; none where none is found that fits. */
function paramsOf(
  { node, samples }: Source,
  drawing: Drawing,
  fits: (params: JsonObject) => boolean,
): JsonObject | undefined {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const params = treeOf(oneOf(node, samples, drawing));
    if (params !== undefined && fits(params)) return params;
  }
  return undefined;
}

function oneOf(node: ParameterNode, samples: readonly JsonObject[], drawing: Drawing) {
  const { dice } = drawing;
  if (samples.length === 0) return drawParameter(node, [], drawing);
  if (dice.chance(ofSample)) return copyOf(dice.one(samples));
  return dice.chance(ofMutation)
    ? mutatedParameters(node, dice.one(samples), drawing)
    : drawParameter(node, [], drawing);
}
