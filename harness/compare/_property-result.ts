import type {
  BrokenProperty,
  CaseFinding,
  Control,
  EngineId,
  KnownDifference,
  Origin,
  Outcome,
  PropertyUse,
  StaleDifference,
  Unchecked,
} from "../model/index.ts";
import { knownOfProperty } from "../model/index.ts";
import type { CheckedProperty } from "./property.ts";

/** What a check was of. */
export interface CheckedUse {
  readonly control: Control;
  readonly use: PropertyUse;
  readonly engine: EngineId;
  readonly originOf: (index: number) => Origin;
  readonly replay: ((property: string, engine: EngineId, origin: Origin) => string) | undefined;
  readonly milliseconds: number;
  /** Properties that are listed as not holding. */
  readonly known: readonly KnownDifference[];
  /** Whether all was checked, and not a part that was asked for. */
  readonly whole: boolean;
  /** The name of the controls that judged. */
  readonly judgedBy?: string;
}

/** What a property can find. */
export type PropertyFinding = CaseFinding | StaleDifference;

/** What came of a property on an engine. What was not checked has no outcome, but a finding. */
export function propertyResult(
  { broken, ...counts }: CheckedProperty,
  { control, use, engine, originOf, replay, milliseconds, known, whole, judgedBy }: CheckedUse,
): { readonly outcome?: Outcome; readonly finding?: PropertyFinding } {
  const place = use.place ?? { path: control.policies[0]?.sources[0]?.path ?? control.id };
  const name = propertyName(use);
  const outcome = { control: control.id, case: name, engine, place, milliseconds };
  const [listed] = knownOfProperty(known, { control: control.id, property: use.property, engine });
  if (broken !== undefined && listed !== undefined)
    return { outcome: { ...outcome, status: "skipped", reason: `known: ${listed.reason}` } };
  if (broken !== undefined) {
    const origin = originOf(broken.index);
    const { index: _index, how: _how, ...shown } = broken;
    const finding: BrokenProperty = {
      kind: "broken-property",
      control: control.id,
      case: name,
      property: use.property,
      engine,
      ...shown,
      origin,
      place,
      ...(replay === undefined ? {} : { replay: replay(use.property, engine, origin) }),
    };
    return { outcome: { ...outcome, status: "failed", finding }, finding };
  }
  if (counts.checked > 0 && listed !== undefined && whole) {
    const message = `a known difference is none: \`${use.property}\` holds on \`${engine}\`; take it off the list`;
    const finding: StaleDifference = { kind: "stale-difference", control: control.id, place: listed.place, message };
    return { outcome: { ...outcome, status: "passed" }, finding };
  }
  if (counts.checked > 0) return { outcome: { ...outcome, status: "passed" } };
  const finding: Unchecked = {
    kind: "unchecked",
    control: control.id,
    case: `${name} [${engine}]`,
    place,
    message: `no request could be changed so that ${judgedBy === undefined ? "it" : `\`${judgedBy}\``} says something${whyNot(counts)}`,
  };
  return { finding };
}

/** As an outcome is called: the same property may be asked for in several ways. */
export function propertyName({ property, raw, param, controls = [] }: PropertyUse): string {
  const ways = [...(raw === true ? ["raw"] : []), ...(param === undefined ? [] : [param]), ...controls];
  return `property ${property}${ways.length === 0 ? "" : ` (${ways.join(", ")})`}`;
}

// --- internal ---

function whyNot({ refused, unmatched, unbound }: Omit<CheckedProperty, "broken">): string {
  const reasons = [
    ...(refused > 0 ? [`the API server refused ${refused}`] : []),
    ...(unmatched > 0 ? [`no policy applied to ${unmatched}`] : []),
    ...(unbound > 0 ? [`${unbound} did not meet its conditions`] : []),
  ];
  return reasons.length === 0 ? "" : `: ${reasons.join(", ")}`;
}
