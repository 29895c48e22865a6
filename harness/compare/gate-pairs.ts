import { type Engines, narrowed, type UsesFound } from "../engine/index.ts";
import type { Case, Control, EngineId, Outcome, Place, Policy } from "../model/index.ts";
import {
  changedLines,
  changeHash,
  firstChange,
  isSame,
  isSameCompiled,
  type Material,
  materialOf,
  type UsedBy,
} from "./_gate-material.ts";
import { inBase } from "./gate-base.ts";

/** The policies of a control before and after a change: of one engine, or of two where the control moved from one to the other. */
export interface GatePair {
  readonly control: string;
  readonly base: { readonly engine: EngineId; readonly policies: readonly Policy[] };
  /** No policies: they were removed. */
  readonly head: { readonly engine: EngineId; readonly policies: readonly Policy[] };
  /** Hash of both. */
  readonly change: string;
  /** The lines that changed. */
  readonly diff: string;
  /** Where the first of them is, where a file that changed is still there. */
  readonly place?: Place;
}

/** What a change of policies asks to be compared, and what it does not. */
export interface GatePairs {
  readonly pairs: readonly GatePair[];
  /** Policies that did not change, and new ones: there is nothing to compare. */
  readonly outcomes: readonly Outcome[];
}

/** What is known of two revisions beside their policies. */
export interface AboutRevisions {
  /** What policies in Rego use. @defaultValue all that they are given */
  readonly used?: UsedBy;
  /** Release of Kubernetes before and after the change. */
  readonly kubernetes?: readonly [string | undefined, string | undefined];
}

/** Lays the policies of two revisions beside each other, control by control. */
export function gatePairs(
  base: readonly Control[],
  head: readonly Control[],
  ids: readonly string[],
  about: AboutRevisions = {},
): GatePairs {
  const pairs: GatePair[] = [];
  const outcomes: Outcome[] = [];
  for (const id of ids) lay(id, { base, head, about }, { pairs, outcomes });
  return { pairs, outcomes };
}

/** What the policies in Rego that are not what they were use, in both revisions, and what is wrong with their files. */
export async function usedBy(
  base: readonly Control[],
  head: readonly Control[],
  engines: Pick<Engines, "uses">,
): Promise<UsesFound> {
  const [before, after] = [base, head].map(regoOf);
  const [ofBase, ofHead] = await Promise.all([engines.uses(notIn(before, after)), engines.uses(notIn(after, before))]);
  return {
    used: new Map([...ofBase.used, ...ofHead.used]),
    problems: [...inBase(ofBase.problems), ...ofHead.problems],
  };
}

/** The cases of both revisions, each once; where both have one of a name, those that differ both count. */
export function casesOfBoth(base: readonly Case[], head: readonly Case[]): readonly Case[] {
  const known = new Set(head.map(requestText));
  return [...head, ...base.filter((one) => !known.has(requestText(one)))];
}

// --- internal ---

interface Revisions {
  readonly base: readonly Control[];
  readonly head: readonly Control[];
  readonly about: AboutRevisions;
}

/** One control. Where an engine's policies are gone and another's are new, these come after those. */
function lay(
  id: string,
  revisions: Revisions,
  { pairs, outcomes }: { readonly pairs: GatePair[]; readonly outcomes: Outcome[] },
): void {
  const { base, head, about } = revisions;
  const [before, after] = [byEngine(base, id), byEngine(head, id)];
  const added = [...after.keys()].filter((engine) => !before.has(engine));
  const successor = [...before.keys()].every((engine) => after.has(engine)) ? undefined : added[0];
  for (const [engine, policies] of before) {
    const other = after.has(engine) ? engine : (successor ?? engine);
    const sides = { base: { engine, policies }, head: { engine: other, policies: after.get(other) ?? [] } };
    const pair = pairOf(id, sides, about);
    if (typeof pair === "string") outcomes.push(asideOf(id, engine, policies, pair));
    else pairs.push(pair);
  }
  for (const engine of added.filter((one) => one !== successor))
    outcomes.push(asideOf(id, engine, after.get(engine) ?? [], newOf(before.size, engine)));
  outcomes.push(...outside(id, revisions));
}

/** Engines whose policies are not in the project's files, and why they are not compared. */
const withoutRevision: Partial<Record<EngineId, string>> = {
  cluster: "a live cluster has no revision",
  command: "what a program is made of is not seen",
};

/** Of one revision or the other. */
function outside(id: string, { base, head }: Revisions): readonly Outcome[] {
  const engines = policiesOf([...base, ...head], id).map(({ engine }) => engine);
  return [...new Set(engines)].flatMap((engine) => {
    const reason = withoutRevision[engine];
    return reason === undefined ? [] : [asideOf(id, engine, [], reason)];
  });
}

function byEngine(controls: readonly Control[], id: string): ReadonlyMap<EngineId, readonly Policy[]> {
  const inside = policiesOf(controls, id).filter(({ engine }) => withoutRevision[engine] === undefined);
  return Map.groupBy(inside, ({ engine }) => engine);
}

function policiesOf(controls: readonly Control[], id: string): readonly Policy[] {
  return controls.filter((control) => control.id === id).flatMap((control) => control.policies);
}

function pairOf(
  control: string,
  sides: Pick<GatePair, "base" | "head">,
  { used = new Map(), kubernetes: releases = [undefined, undefined] }: AboutRevisions,
): GatePair | string {
  const { base, head } = sides;
  const [before, after] = [base, head].map(({ policies }) => materialOf(policies, used)) as [Material, Material];
  if (base.engine === head.engine && releases[0] === releases[1]) {
    if (isSame(before, after)) return "its policies did not change";
    if (isSameCompiled(base.policies, head.policies, used)) return "no rule that decides anything changed";
  }
  const [from, to] =
    releases[0] === releases[1] ? [before, after] : [under(before, releases[0]), under(after, releases[1])];
  const place = firstChange(from, to);
  return {
    control,
    base: { ...base, policies: base.policies.map((policy) => narrowed(policy, used)) },
    head: { ...head, policies: head.policies.map((policy) => narrowed(policy, used)) },
    change: changeHash(from, to),
    diff: changedLines(from, to),
    ...(place === undefined ? {} : { place }),
  };
}

/** The release is one of the settings. */
function under(material: Material, kubernetes = "the engine's own"): Material {
  return new Map([...material, ["(kubernetes)", `${kubernetes}\n`]]);
}

function regoOf(controls: readonly Control[]): readonly (readonly [string, Policy])[] {
  return controls.flatMap(({ policies }) =>
    policies
      .filter(({ engine }) => engine === "rego" || engine === "topdown")
      .map((policy) => [JSON.stringify(policy), policy] as const),
  );
}

function notIn(own: ReturnType<typeof regoOf> = [], others: ReturnType<typeof regoOf> = []): readonly Policy[] {
  const texts = new Set(others.map(([text]) => text));
  return own.flatMap(([text, policy]) => (texts.has(text) ? [] : [policy]));
}

function newOf(before: number, engine: EngineId): string {
  return before === 0 ? "the control is new: there is nothing to compare it with" : `its policy for ${engine} is new`;
}

function asideOf(control: string, engine: EngineId, policies: readonly Policy[], reason: string): Outcome {
  const place = { path: policies[0]?.sources[0]?.path ?? control };
  return { control, case: "decisions of both revisions", engine, place, status: "skipped", milliseconds: 0, reason };
}

function requestText({ request, world }: Case): string {
  return JSON.stringify([request, world]);
}
