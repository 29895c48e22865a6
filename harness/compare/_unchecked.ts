import type { Case, Control, EngineId, Unchecked } from "../model/index.ts";

/** What of a control as a whole would go unchecked, known before anything runs. */
export function uncheckedIn(control: Control, engines: readonly EngineId[]): readonly Unchecked[] {
  const found: Unchecked[] = [];
  const about = { kind: "unchecked", control: control.id } as const;
  const path = control.policies.flatMap(({ sources }) => sources)[0]?.path;
  if (control.cases.length === 0 && control.unitTests === undefined) {
    found.push({
      ...about,
      ...(path === undefined ? {} : { place: { path } }),
      message: "it has no case, so nothing shows what its policies do",
    });
  }
  if (!control.policies.some(({ engine }) => engines.includes(engine))) {
    const place = control.cases[0]?.place;
    found.push({
      ...about,
      ...(place === undefined ? {} : { place }),
      message: `it has no policy for ${engines.join(", ")}, so its cases were judged by nothing`,
    });
  }
  return found;
}

/** Expectations for engines that will never judge the case. */
export function orphansIn(control: Control, one: Case): readonly Unchecked[] {
  const ids = Object.keys(one.engines ?? {}) as EngineId[];
  const judged = (id: EngineId): boolean =>
    id === "cluster" || // whose policies live in it: whoever asks it needs none here
    control.policies.some(({ engine }) => engine === id || (id === "topdown" && engine === "rego"));
  return ids
    .filter((id) => !judged(id))
    .map((id) => ({
      kind: "unchecked",
      control: control.id,
      case: one.name,
      place: one.engines?.[id]?.place ?? one.place,
      message: `it says what \`${id}\` must decide, but the control has no policy for \`${id}\``,
    }));
}
