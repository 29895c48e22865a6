import { type Case, type Expectation, expectationFor } from "./case.ts";
import type { EngineId } from "./engine.ts";
import type { Place } from "./source.ts";

/** A difference that somebody has looked at and means to keep: `case` or `property` names what shows it. */
export interface KnownDifference {
  readonly control: string;
  /** For a case the two that differ; for a property those on which it does not hold. */
  readonly engines: readonly EngineId[];
  readonly case?: string;
  readonly property?: string;
  readonly reason: string;
  /** Where it is written. */
  readonly place: Place;
}

/** The reason why a difference is known that the case itself declares. */
export const expectedByCase = "the case expects it";

/** The listed differences that are about two engines, in whatever order, and a case. */
export function knownOfCase(
  listed: readonly KnownDifference[],
  { control, name }: Pick<Case, "control" | "name">,
  engines: readonly [EngineId, EngineId],
): readonly KnownDifference[] {
  return listed.filter((known) => known.control === control && known.case === name && areOf(known, engines));
}

/** The listed differences that are about a property on an engine. */
export function knownOfProperty(
  listed: readonly KnownDifference[],
  { control, property, engine }: { readonly control: string; readonly property: string; readonly engine: EngineId },
): readonly KnownDifference[] {
  return listed.filter(
    (known) => known.control === control && known.property === property && known.engines.includes(engine),
  );
}

/** Why two engines may differ on a case: the case expects it of them, or the difference is listed. */
export function reasonToDiffer(
  one: Case,
  engines: readonly [EngineId, EngineId],
  listed: readonly KnownDifference[],
): string | undefined {
  const [left, right] = engines.map((engine) => meantOf(expectationFor(one, engine)));
  if (left !== right) return expectedByCase;
  return knownOfCase(listed, one, engines)[0]?.reason;
}

// --- internal ---

/** What is expected, with the warning where there must be one. */
function meantOf({ decision, warnings = [] }: Expectation): string {
  return warnings.length > 0 && decision === "allow" ? "allow with a warning" : `${decision}`;
}

function areOf(known: KnownDifference, engines: readonly [EngineId, EngineId]): boolean {
  return (
    known.engines.every((engine) => engines.includes(engine)) && engines.every((one) => known.engines.includes(one))
  );
}
