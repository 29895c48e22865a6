import type { Case, Control, EngineId, Outcome, Place, Policy } from "../model/index.ts";
import { changedLines, changeHash, firstChange, isSame, materialOf } from "./_gate-material.ts";

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

/** Lays the policies of two revisions beside each other, control by control. */
export function gatePairs(base: readonly Control[], head: readonly Control[], ids: readonly string[]): GatePairs {
  const pairs: GatePair[] = [];
  const outcomes: Outcome[] = [];
  for (const id of ids) lay(id, { base, head }, { pairs, outcomes });
  return { pairs, outcomes };
}
/** The cases of both revisions, each once; where both have one of a name, those that differ both count. */
export function casesOfBoth(base: readonly Case[], head: readonly Case[]): readonly Case[] {
  const known = new Set(head.map(requestText));
  return [...head, ...base.filter((one) => !known.has(requestText(one)))];
}

// --- internal ---

/** One control. Where an engine's policies are gone and another's are new, these come after those. */
function lay(
  id: string,
  { base, head }: { readonly base: readonly Control[]; readonly head: readonly Control[] },
  { pairs, outcomes }: { readonly pairs: GatePair[]; readonly outcomes: Outcome[] },
): void {
  const [before, after] = [byEngine(base, id), byEngine(head, id)];
  const added = [...after.keys()].filter((engine) => !before.has(engine));
  const successor = [...before.keys()].every((engine) => after.has(engine)) ? undefined : added[0];
  for (const [engine, policies] of before) {
    const other = after.has(engine) ? engine : (successor ?? engine);
    const pair = pairOf(id, { engine, policies }, { engine: other, policies: after.get(other) ?? [] });
    if (pair === undefined) outcomes.push(asideOf(id, engine, policies, "its policies did not change"));
    else pairs.push(pair);
  }
  for (const engine of added.filter((one) => one !== successor))
    outcomes.push(asideOf(id, engine, after.get(engine) ?? [], newOf(before.size, engine)));
}

/** A live cluster has no revision, and what a program is made of is not seen. */
const withoutRevision: readonly EngineId[] = ["cluster", "command"];

function byEngine(controls: readonly Control[], id: string): ReadonlyMap<EngineId, readonly Policy[]> {
  const policies = controls.filter((control) => control.id === id).flatMap((control) => control.policies);
  return Map.groupBy(
    policies.filter(({ engine }) => !withoutRevision.includes(engine)),
    ({ engine }) => engine,
  );
}

function pairOf(control: string, base: GatePair["base"], head: GatePair["head"]): GatePair | undefined {
  const [before, after] = [materialOf(base.policies), materialOf(head.policies)];
  if (base.engine === head.engine && isSame(before, after)) return undefined;
  const place = firstChange(before, after);
  return {
    control,
    base,
    head,
    change: changeHash(before, after),
    diff: changedLines(before, after),
    ...(place === undefined ? {} : { place }),
  };
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
