import type { Engines } from "../engine/index.ts";
import type { Control, Outcome, Policy } from "../model/index.ts";
import { gatePairs, usedBy } from "./gate-pairs.ts";

export interface ChangedSinceOptions {
  readonly engines: Pick<Engines, "uses">;
  /** Release of Kubernetes before and after the change. */
  readonly kubernetes: readonly [string | undefined, string | undefined];
}

/** What a change leaves as it was. */
export interface ChangedSince {
  /** Whether what was known of a policy in the newer revision may hold no more. */
  isChanged(policy: Policy): boolean;
  /** One skipped outcome for each control and engine of which nothing changed. */
  unchanged(policies: readonly Policy[]): readonly Outcome[];
}

/** Finds the policies that decide otherwise, by what of the library they use, or are tested otherwise than in an older revision. */
export async function changedSince(
  base: readonly Control[],
  head: readonly Control[],
  { engines, kubernetes }: ChangedSinceOptions,
): Promise<ChangedSince> {
  const { used } = await usedBy(base, head, engines);
  const ids = head.map(({ id }) => id);
  const { pairs } = gatePairs(base, head, ids, { used, kubernetes });
  const retested = new Set(ids.filter((id) => casesOf(base, id) !== casesOf(head, id)));
  const isChanged = ({ control, engine }: Policy): boolean =>
    retested.has(control) ||
    !base.some(({ id, policies }) => id === control && policies.some((policy) => policy.engine === engine)) ||
    pairs.some((pair) => pair.control === control && pair.head.engine === engine);
  return {
    isChanged,
    unchanged: (policies) => policies.filter((policy) => !isChanged(policy)).map(unchangedOutcome),
  };
}

// --- internal ---

function casesOf(controls: readonly Control[], wanted: string): string {
  return JSON.stringify(controls.find(({ id }) => id === wanted)?.cases);
}

function unchangedOutcome({ control, engine, sources }: Policy): Outcome {
  const place = { path: sources[0]?.path ?? control };
  const reason = "neither it nor its cases changed";
  return { control, case: "mutants", engine, place, status: "skipped", milliseconds: 0, reason };
}
