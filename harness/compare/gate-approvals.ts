import type { Approval, Difference, StaleDifference, Verdict } from "../model/index.ts";
import { shortHash } from "./_gate-material.ts";
import type { GatePair } from "./gate-pairs.ts";

/** An approval as it is to be written. */
export type NewApproval = Omit<Approval, "place">;

/** Parts flips into those that are approved for this change, and the others. */
export function approvedOf(
  flips: readonly Difference[],
  pair: GatePair,
  approvals: readonly Approval[],
): { readonly open: readonly Difference[]; readonly approved: readonly Difference[] } {
  const own = approvals.filter((approval) => isAbout(approval, pair));
  const reasonFor = (flip: Difference): string | undefined =>
    own.find(({ cause, flip: kind }) => cause === shortHash(flip.cause) && kind === kindOfFlip(flip))?.reason;
  const known = flips.map((flip) => ({ flip, reason: reasonFor(flip) }));
  return {
    open: known.flatMap(({ flip, reason }) => (reason === undefined ? [flip] : [])),
    approved: known.flatMap(({ flip, reason }) => (reason === undefined ? [] : [{ ...flip, known: reason }])),
  };
}

/** The entry that approves a flip of a change. */
export function approvalFor(flip: Difference, pair: GatePair, reason: string): NewApproval {
  return {
    control: pair.control,
    engines: enginesOf(pair),
    flip: kindOfFlip(flip),
    request: inShort(flip),
    reason,
    cause: shortHash(flip.cause),
    change: pair.change,
  };
}

/** Entries of the controls that were looked at whose change is merged, or is another one by now. */
export function expiredOf(
  approvals: readonly Approval[],
  { pairs, controls }: { readonly pairs: readonly GatePair[]; readonly controls: (id: string) => boolean },
): readonly Approval[] {
  return approvals.filter((approval) => controls(approval.control) && !pairs.some((pair) => isAbout(approval, pair)));
}

export function expiredFinding({ control, flip, place }: Approval): StaleDifference {
  const message = `the approval of \`${flip}\` has expired: the change that it was for is merged, or is another one now; \`assay gate --approve\` removes it`;
  return { kind: "stale-difference", control, place, message };
}

// --- internal ---

function isAbout({ control, engines, change }: Approval, pair: GatePair): boolean {
  return control === pair.control && change === pair.change && engines.join() === enginesOf(pair).join();
}

function enginesOf({ base, head }: GatePair): Approval["engines"] {
  return base.engine === head.engine ? [base.engine] : [base.engine, head.engine];
}

/** `allow to deny`; `message` and `object` where the decision is the same. */
function kindOfFlip({ left, right }: Difference): string {
  const [from, to] = [effectOf(left.verdict), effectOf(right.verdict)];
  if (from !== to) return `${from} to ${to}`;
  return JSON.stringify(left.verdict.object) === JSON.stringify(right.verdict.object) ? "message" : "object";
}

function effectOf({ decision, advice = [], response }: Verdict): string {
  if (decision === "error" && response?.allowed === true) return "ignored error";
  return decision === "allow" && advice.length > 0 ? "allow with a warning" : decision;
}

const shortest = 200;

function inShort({ trial: { request } }: Difference): string {
  const { operation, object, oldObject } = request;
  const source = object ?? oldObject;
  const text = source === undefined ? "" : "json" in source ? JSON.stringify(source.json) : source.text;
  return `${operation} ${text.length > shortest ? `${text.slice(0, shortest)}…` : text}`;
}
