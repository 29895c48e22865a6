import type { JsonObject, KindSchema, Reads, Schema } from "../model/index.ts";
import { planOf } from "./_compile.ts";
import type { Dice } from "./_dice.ts";
import { drawObject } from "./_draw.ts";
import { mend } from "./_mend.ts";
import type { ObjectPlan } from "./_plan.ts";
import { seenIn } from "./_seen.ts";
import { drop, makeAt, type Tree } from "./_tree.ts";
import { vocabularyOf } from "./_vocabulary.ts";
import { focusOf } from "./focus-of.ts";

/** Makes objects of every kind of one schema. */
export interface Maker {
  readonly schema: Schema;
  planFor(kind: KindSchema): ObjectPlan;
  /** An object that the API server takes, as far as it is known what that asks. */
  draw(kind: KindSchema, dice: Dice): Tree;
  /** Makes the object, drawn or changed, one that the API server takes. */
  finish(kind: KindSchema, object: Tree): void;
}

export interface Making {
  readonly schema: Schema;
  /** What policies look at, where generation is to lean to it. */
  readonly reads?: Reads | undefined;
  /** Objects whose values are drawn again. */
  readonly seeds?: readonly JsonObject[] | undefined;
}

export function openMaker({ schema, reads, seeds = [] }: Making): Maker {
  const vocabulary = vocabularyOf(reads ?? nothingRead, schema);
  const seen = seenIn(seeds);
  const plans = new Map<KindSchema, ObjectPlan>();
  const planFor = (kind: KindSchema): ObjectPlan => {
    const known = plans.get(kind);
    if (known !== undefined) return known;
    const focus = focusOf(schema, kind, reads ?? nothingRead);
    const making = { schema, focus, vocabulary, seen, directed: focus.ends.size > 0 };
    const plan = planOf(making, kind.definition, "") as ObjectPlan;
    plans.set(kind, plan);
    return plan;
  };
  return {
    schema,
    planFor,
    draw: (kind, dice) => {
      const object: Tree = { apiVersion: apiVersionOf(kind), kind: kind.kind };
      Object.assign(object, drawObject(planFor(kind), dice));
      finish(kind, object);
      return object;
    },
    finish,
  };
}

/** `v1`, `apps/v1`. */
export function apiVersionOf({ group, version }: KindSchema): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The kind of that name; of several the stable one. */
export function kindNamed({ kinds }: Schema, name: string): KindSchema | undefined {
  const found = kinds.filter(({ kind }) => kind === name);
  return found.find(({ version }) => version === "v1") ?? found[0];
}

// --- internal ---

function finish(kind: KindSchema, object: Tree): void {
  object["apiVersion"] = apiVersionOf(kind);
  object["kind"] = kind.kind;
  drop(object, "status");
  if (!kind.namespaced) drop(makeAt(object, "metadata"), "namespace");
  mend(object);
}

const nothingRead: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };
