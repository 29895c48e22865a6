import type { Arbitrary } from "fast-check";
import type {
  Case,
  JsonObject,
  KindSchema,
  ParameterSource,
  Reads,
  Request,
  Schema,
  Trial,
  World,
} from "../model/index.ts";
import { withDefined } from "./_defined.ts";
import type { Dice } from "./_dice.ts";
import { draw } from "./_draw.ts";
import { Drawn } from "./_drawn.ts";
import { fitsLike } from "./_fits.ts";
import { apiVersionOf, kindNamed, type Maker, openMaker } from "./_maker.ts";
import { mutate } from "./_mutate.ts";
import { readsWith } from "./_parameter-reads.ts";
import { openParameters, type Parameters } from "./_parameters.ts";
import { planAt } from "./_plan.ts";
import { asksForScale, scaled } from "./_scaled.ts";
import { type Surroundings, surroundingsOf } from "./_surroundings.ts";
import { at, drop, makeAt, type Tree, treeCopy, treeOf, treesOf } from "./_tree.ts";
import { updated } from "./_update.ts";
import { kindsOf, objectsOf } from "./kinds-of.ts";
import { smaller } from "./smaller.ts";

export interface TrialsOptions {
  readonly schema: Schema;
  /** What policies look at, where generation is to lean to it. */
  readonly reads?: Reads | undefined;
  /** Their objects are drawn changed, their worlds as they are. */
  readonly cases?: readonly Case[] | undefined;
  /** @defaultValue those that policies and cases are about */
  readonly kinds?: readonly string[] | undefined;
  /** @defaultValue those of the cases */
  readonly worlds?: readonly World[] | undefined;
  /** Where `params` of worlds are drawn from, so that they fit every schema. @defaultValue they stay as the worlds have them */
  readonly parameters?: readonly ParameterSource[] | undefined;
}

/** Whole requests that the API server takes, as fast-check draws and shrinks values. */
export function trials(options: TrialsOptions): Arbitrary<Trial> {
  const drawing = openDrawing(options);
  return new Drawn(
    (dice) => drawOne(drawing, dice),
    (trial) => smallerOf(drawing.maker, trial, options.parameters),
  );
}

/** Smaller trials of which the server takes the objects, as far as the schema and what is known beyond it say so. */
export function* smallerOf(
  maker: Maker,
  trial: Trial,
  parameters?: readonly ParameterSource[] | undefined,
): Generator<Trial> {
  const fits = fitsLike(maker, trial);
  for (const candidate of smaller(trial, parameters)) if (fits(candidate)) yield candidate;
}

// --- internal ---

const ofCase = 0.35;

interface Drawing {
  readonly maker: Maker;
  /** As often as they are likely. */
  readonly kinds: readonly KindSchema[];
  readonly seeds: ReadonlyMap<KindSchema, readonly JsonObject[]>;
  readonly surroundings: Surroundings;
  readonly parameters: Parameters;
  /** As often as they are likely. */
  readonly operations: readonly Request["operation"][];
  /** How many updates of Pods bring ephemeral containers, of all requests about Pods. */
  readonly ephemeral: number;
  /** Updates of what has replicas may change nothing else. */
  readonly scale: boolean;
}

function openDrawing({ reads: own, parameters = [], ...options }: TrialsOptions): Drawing {
  const { cases = [], kinds, worlds } = options;
  const defined = cases.flatMap(({ world: { crds = [] } }) => crds);
  const schema = withDefined(options.schema, defined);
  const reads = readsWith(own, parameters);
  const objects = objectsOf(cases.filter(({ world }) => world.validate !== false && world.raw !== true));
  const chosen = kinds?.map((name) => ({ kind: named(schema, name), weight: 1 })) ?? kindsOf(schema, reads, cases);
  const seeds = chosen.map(({ kind }) => {
    const own = objects.filter((one) => one["kind"] === kind.kind && one["apiVersion"] === apiVersionOf(kind));
    return [kind, own] as const;
  });
  return {
    maker: openMaker({ schema, reads, seeds: objects }),
    kinds: chosen.flatMap(({ kind, weight }) => Array<KindSchema>(weight).fill(kind)),
    seeds: new Map(seeds),
    surroundings: surroundingsOf({ schema, reads, cases, worlds }),
    parameters: openParameters({ schema, reads: own, sources: parameters }),
    operations: operationsOf(reads),
    ephemeral: ephemeralOf(reads),
    scale: asksForScale(reads),
  };
}

function named(schema: Schema, name: string): KindSchema {
  const kind = kindNamed(schema, name);
  if (kind === undefined)
    throw new TypeError(`no kind \`${name}\` in the schema; a kind is named as in a manifest, such as \`Pod\``);
  return kind;
}

/** Mostly those that policies ask for, seldom others, of which they must say nothing. */
function operationsOf(reads: Reads | undefined): readonly Request["operation"][] {
  const asked = new Set(reads?.matches.flatMap(({ operations }) => operations) ?? []);
  const any = asked.size === 0 || asked.has("*");
  const times = (operation: Request["operation"], often: number): readonly Request["operation"][] =>
    Array<Request["operation"]>(any || asked.has(operation) ? often : 1).fill(operation);
  return [...times("CREATE", 40), ...times("UPDATE", 14), ...times("DELETE", asked.has("DELETE") ? 8 : 1)];
}

/** More where policies ask for them; some always, because it may be a slip not to. */
function ephemeralOf(reads: Reads | undefined): number {
  const resources = reads?.matches.flatMap((match) => match.resources) ?? [];
  const asked = resources.some((resource) => /^(\*|pods)\/(\*|ephemeralcontainers)$/.test(resource));
  return asked || resources.length === 0 ? 0.2 : 0.08;
}

function drawOne(drawing: Drawing, dice: Dice): Trial {
  const { surroundings, parameters, maker } = drawing;
  const kind = dice.one(drawing.kinds);
  const world = surroundings.world(dice);
  const object = drawObject(drawing, kind, dice);
  const namespace = kind.namespaced ? surroundings.namespace(world, dice) : undefined;
  if (namespace !== undefined) makeAt(object, "metadata")["namespace"] = namespace;
  const user = surroundings.user(dice);
  const request = drawRequest(drawing, { kind, object }, dice);
  const asked = request.object !== undefined && "json" in request.object ? request.object.json : object;
  const given = parameters.given(world, { object: asked, plan: maker.planFor(kind) }, dice);
  return { request: { ...request, ...(user === undefined ? {} : { user }) }, world: given };
}

/** A new object, or one of a case with some changes. */
function drawObject({ maker, seeds }: Drawing, kind: KindSchema, dice: Dice): Tree {
  const own = seeds.get(kind) ?? [];
  if (own.length === 0 || !dice.chance(ofCase)) return maker.draw(kind, dice);
  const object = treeCopy(dice.one(own));
  const plan = maker.planFor(kind);
  const times = dice.below(4);
  for (let time = 0; time < times; time += 1) mutate(object, plan, dice);
  if (kind.kind === "Pod") drop(makeAt(object, "spec"), "ephemeralContainers");
  maker.finish(kind, object);
  return object;
}

interface Subject {
  readonly kind: KindSchema;
  readonly object: Tree;
}

function drawRequest(drawing: Drawing, { kind, object }: Subject, dice: Dice): Request {
  const operation = dice.one(drawing.operations);
  const json = (tree: Tree): { readonly json: JsonObject } => ({ json: tree });
  if (kind.kind === "Pod" && dice.chance(drawing.ephemeral)) {
    const next = withEphemeral(drawing.maker, kind, object, dice);
    return { operation: "UPDATE", subResource: "ephemeralcontainers", object: json(next), oldObject: json(object) };
  }
  if (operation === "DELETE") return { operation, oldObject: json(object) };
  if (operation !== "UPDATE") return { operation, object: json(object) };
  if (drawing.scale && kind.subResources.includes("scale") && dice.chance(0.3))
    return scaled(object, kind, { maker: drawing.maker, dice });
  const subResource = kind.subResources.includes("status") && dice.chance(0.03) ? { subResource: "status" } : {};
  const next = updated(object, kind, { maker: drawing.maker, dice });
  return { operation, ...subResource, object: json(next), oldObject: json(object) };
}

/** The Pod with containers that were added to debug it; nothing else of it may change. */
function withEphemeral(maker: Maker, kind: KindSchema, pod: Tree, dice: Dice): Tree {
  const mended = treeCopy(pod);
  const plan = planAt(maker.planFor(kind), ["spec", "ephemeralContainers"]);
  if (plan === undefined) return mended;
  const containers = [draw(plan, dice), ...(dice.chance(0.3) ? [draw(plan, dice)] : [])];
  for (const container of treesOf(containers)) fitInto(pod, container);
  makeAt(mended, "spec")["ephemeralContainers"] = containers;
  maker.finish(kind, mended);
  const next = treeCopy(pod);
  makeAt(next, "spec")["ephemeralContainers"] = at(mended, "spec", "ephemeralContainers") ?? [];
  return next;
}

/** Leaves out of the container what would ask for another Pod. */
function fitInto(pod: Tree, container: Tree): void {
  drop(container, "volumeDevices", ...(treesOf(at(pod, "spec", "volumes")).length === 0 ? ["volumeMounts"] : []));
  const context = treeOf(container["securityContext"]);
  if (context?.["procMount"] === "Unmasked" && at(pod, "spec", "hostUsers") !== false) drop(context, "procMount");
  const options = treeOf(context?.["windowsOptions"]);
  const ofHost = at(pod, "spec", "securityContext", "windowsOptions", "hostProcess") === true;
  if (options?.["hostProcess"] === !ofHost) drop(options, "hostProcess");
}
