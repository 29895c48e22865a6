import picomatch from "picomatch";
import {
  type Case,
  type Control,
  type EngineId,
  globFlaw,
  globOptions,
  type Problem,
  type SourceFile,
} from "../model/index.ts";

/** What of a project takes part. What is left out selects everything. */
export interface Selection {
  /** Ids of controls, or globs of ids. */
  readonly controls?: readonly string[];
  readonly engines?: readonly EngineId[];
  /** Part of a case's name. */
  readonly name?: string;
  /** Files, folders or globs, relative to the root with forward slashes: of cases, or of policies for all cases of their control. */
  readonly paths?: readonly string[];
  /** One of `count` shares of the cases, 1-based. The shares are disjoint and together are everything. */
  readonly shard?: { readonly index: number; readonly count: number };
}

/** The controls that take part with their cases and policies, and every part of the selection that selected nothing. */
export interface Selected {
  readonly controls: readonly Control[];
  readonly problems: readonly Problem[];
}

/** Whether a control can take part, from its id and its files alone: the others need not be read. */
export function canTakePart({
  controls,
  paths,
}: Selection): (control: { readonly id: string; readonly files: readonly string[] }) => boolean {
  return ({ id, files }) =>
    (controls?.some((pattern) => isCalled(id, pattern)) ?? true) &&
    (paths?.some((path) => files.some((file) => lies(file, path))) ?? true);
}

/** Narrows controls down. The order stays. `known` are the ids to tell a user who named none of them. */
export function selectCases(
  all: readonly Control[],
  selection: Selection,
  known: readonly string[] = all.map(({ id }) => id),
): Selected {
  const problems: Problem[] = [];
  let controls = all;
  if (selection.controls !== undefined) controls = byId(controls, selection.controls, { problems, known });
  if (selection.engines !== undefined) controls = byEngine(controls, selection.engines, problems);
  if (selection.paths !== undefined) controls = byPath(controls, selection.paths, problems);
  if (selection.name !== undefined) controls = byName(controls, selection.name, problems);
  if (selection.shard !== undefined && controls.length > 0) controls = share(controls, selection.shard, problems);
  return { controls, problems };
}

function byId(
  controls: readonly Control[],
  patterns: readonly string[],
  { problems, known }: { readonly problems: Problem[]; readonly known: readonly string[] },
): readonly Control[] {
  for (const pattern of patterns) {
    if (!controls.some(({ id }) => isCalled(id, pattern)))
      problems.push(globProblem(pattern) ?? nothing(`no control has the id \`${pattern}\``, known));
  }
  return controls.filter(({ id }) => patterns.some((pattern) => isCalled(id, pattern)));
}

function isCalled(id: string, pattern: string): boolean {
  return id === pattern || matches(id, pattern);
}

/** Keeps the controls that have a policy for a chosen engine: not every control has a form for each. */
function byEngine(controls: readonly Control[], engines: readonly EngineId[], problems: Problem[]): readonly Control[] {
  const has = ({ policies }: Control, id: EngineId): boolean => policies.some(({ engine }) => engine === id);
  for (const id of engines) {
    if (!controls.some((control) => has(control, id)))
      problems.push(nothing(`no control has a policy for the engine \`${id}\``, []));
  }
  return controls.filter((control) => engines.some((id) => has(control, id)));
}

function byPath(controls: readonly Control[], paths: readonly string[], problems: Problem[]): readonly Control[] {
  const ofPath = (path: string): readonly Control[] =>
    controls.flatMap((control) => {
      const { policies, unitTests = [] } = control;
      if (policies.some(({ sources }) => sources.some((source) => lies(source.path, path)))) return [control];
      const tests = unitTests.filter((test) => lies(test.path, path));
      const cases = control.cases.filter(({ place }) => lies(place.path, path));
      return cases.length + tests.length === 0 ? [] : [narrowed(control, cases, tests)];
    });
  const chosen = new Map<string, { readonly cases: Set<Case>; readonly tests: Set<SourceFile> }>();
  for (const path of paths) {
    const selected = ofPath(path);
    if (selected.length === 0)
      problems.push(globProblem(path) ?? nothing(`\`${path}\` holds no case and no policy`, []));
    for (const { id, cases, unitTests = [] } of selected) {
      const known = chosen.get(id);
      chosen.set(id, {
        cases: new Set([...(known?.cases ?? []), ...cases]),
        tests: new Set([...(known?.tests ?? []), ...unitTests]),
      });
    }
  }
  return controls.flatMap((control) => {
    const { cases, tests } = chosen.get(control.id) ?? {};
    if (cases === undefined || tests === undefined) return [];
    const { unitTests = [] } = control;
    return [
      narrowed(
        control,
        control.cases.filter((one) => cases.has(one)),
        unitTests.filter((one) => tests.has(one)),
      ),
    ];
  });
}

function byName(controls: readonly Control[], part: string, problems: Problem[]): readonly Control[] {
  const selected = controls
    .flatMap((control) => withCases(control, ({ name }) => name.includes(part)))
    .map((control) => narrowed(control, control.cases, []));
  if (selected.length === 0) problems.push(nothing(`no case has \`${part}\` in its name`, []));
  return selected;
}

/** Neighbouring cases stay together, so that few shares compile the same control. Controls without cases go to the first. */
function share(
  controls: readonly Control[],
  { index, count }: { readonly index: number; readonly count: number },
  problems: Problem[],
): readonly Control[] {
  const total = controls.reduce((sum, { cases }) => sum + cases.length, 0);
  const from = Math.floor(((index - 1) * total) / count);
  const to = Math.floor((index * total) / count);
  let position = 0;
  const selected = controls.flatMap((control) => {
    if (control.cases.length === 0) return index === 1 ? [control] : [];
    return withCases(control, () => {
      const at = position++;
      return at >= from && at < to;
    });
  });
  if (selected.length === 0)
    problems.push(nothing(`shard ${index}/${count} is empty: there are only ${total} cases`, []));
  return selected;
}

/** Of the cases that are kept; unit tests run with the first of a control's cases, and so in one share alone. */
function withCases(control: Control, keep: (one: Case) => boolean): readonly Control[] {
  const cases = control.cases.filter(keep);
  if (cases.length === 0) return [];
  return [narrowed(control, cases, cases[0] === control.cases[0] ? (control.unitTests ?? []) : [])];
}

function narrowed(
  { unitTests: _, ...control }: Control,
  cases: readonly Case[],
  unitTests: readonly SourceFile[],
): Control {
  return { ...control, cases, ...(unitTests.length === 0 ? {} : { unitTests }) };
}

function lies(file: string, path: string): boolean {
  return path === "" || file === path || file.startsWith(`${path}/`) || matches(file, path);
}

function matches(text: string, glob: string): boolean {
  return globFlaw(glob) === undefined && picomatch.isMatch(text, glob, globOptions);
}

function globProblem(glob: string): Problem | undefined {
  const flaw = globFlaw(glob);
  if (flaw === undefined) return undefined;
  const shown = glob.length > 40 ? `${glob.slice(0, 40)}…` : glob;
  return { code: "bad-usage", message: `the glob \`${shown}\` cannot be used: ${flaw}`, hint: "make it simpler" };
}

function nothing(message: string, known: readonly string[]): Problem {
  const shown = known.slice(0, 8).map((id) => `\`${id}\``);
  const hint =
    shown.length === 0
      ? "correct it or leave it out"
      : `controls: ${shown.join(", ")}${known.length > shown.length ? ", …" : ""}`;
  return { code: "nothing-found", message, hint };
}
