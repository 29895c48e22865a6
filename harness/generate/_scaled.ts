import type { Json, JsonObject, KindSchema, Reads, Request } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { draw } from "./_draw.ts";
import type { Maker } from "./_maker.ts";
import { type Plan, planAt } from "./_plan.ts";
import { at, type Tree } from "./_tree.ts";

/** Whether policies ask to be told when only the number of replicas changes. */
export function asksForScale(reads: Reads | undefined): boolean {
  const resources = reads?.matches.flatMap((match) => match.resources) ?? [];
  return (
    resources.some((resource) => /^[^/]+\/(\*|scale)$/.test(resource) && resource !== "pods/*") ||
    reads?.strings.includes("scale") === true
  );
}

/** The request that changes how many replicas the object has; it says nothing else of it. */
export function scaled(object: Tree, kind: KindSchema, { maker, dice }: { maker: Maker; dice: Dice }): Request {
  const { group, version, resource } = kind;
  const { name, namespace } = (at(object, "metadata") ?? {}) as JsonObject;
  const metadata = { name: name ?? "a", ...(namespace === undefined ? {} : { namespace }) };
  const plan = planAt(maker.planFor(kind), ["spec", "replicas"]);
  const scale = (): { readonly json: JsonObject } => ({
    json: { apiVersion: "autoscaling/v1", kind: "Scale", metadata, spec: { replicas: replicas(plan, dice) } },
  });
  return {
    operation: "UPDATE",
    subResource: "scale",
    resource: { group, version, resource },
    object: scale(),
    oldObject: scale(),
  };
}

// --- internal ---

function replicas(plan: Plan | undefined, dice: Dice): Json {
  return plan === undefined ? dice.below(4) : (draw(plan, dice) ?? 1);
}
