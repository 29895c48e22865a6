import type {
  BrokenProperty,
  CaseFinding,
  Control,
  EngineId,
  Origin,
  Outcome,
  PropertyUse,
  Unchecked,
} from "../model/index.ts";
import type { CheckedProperty } from "./property.ts";

/** What a check was of. */
export interface CheckedUse {
  readonly control: Control;
  readonly use: PropertyUse;
  readonly engine: EngineId;
  readonly originOf: (index: number) => Origin;
  readonly replay: ((property: string, engine: EngineId, origin: Origin) => string) | undefined;
  readonly milliseconds: number;
}

/** What came of a property on an engine. What was not checked has no outcome, but a finding. */
export function propertyResult(
  { broken, ...counts }: CheckedProperty,
  { control, use, engine, originOf, replay, milliseconds }: CheckedUse,
): { readonly outcome?: Outcome; readonly finding?: CaseFinding } {
  const place = use.place ?? { path: control.policies[0]?.sources[0]?.path ?? control.id };
  const name = propertyName(use);
  const outcome = { control: control.id, case: name, engine, place, milliseconds };
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
  if (counts.checked > 0) return { outcome: { ...outcome, status: "passed" } };
  const finding: Unchecked = {
    kind: "unchecked",
    control: control.id,
    case: `${name} [${engine}]`,
    place,
    message: `no request could be changed so that it says something${whyNot(counts)}`,
  };
  return { finding };
}

/** As an outcome is called: the same property may be asked for in several ways. */
export function propertyName({ property, raw, param }: PropertyUse): string {
  const ways = [...(raw === true ? ["raw"] : []), ...(param === undefined ? [] : [param])];
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
