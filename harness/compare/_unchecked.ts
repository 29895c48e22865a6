import type { Case, Control, EngineId, Outcome, Unchecked } from "../model/index.ts";

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

/** Controls of which everything that passed did so because nothing applied, so that no policy was tried. */
export function untriedIn(outcomes: readonly Outcome[]): readonly Unchecked[] {
  const ran = outcomes.filter(({ status }) => status !== "skipped");
  return [...Map.groupBy(ran, ({ control }) => control)].flatMap(([control, own]): readonly Unchecked[] => {
    const [first] = own;
    if (first === undefined || own.some(({ status, note }) => status === "failed" || note === undefined)) return [];
    const cases = new Set(own.map((outcome) => outcome.case)).size;
    const message = `nothing applied to ${cases === 1 ? "its only case" : `any of its ${cases} cases`}, so nothing shows what its policies do`;
    return [{ kind: "unchecked", control, place: { path: first.place.path }, message }];
  });
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
