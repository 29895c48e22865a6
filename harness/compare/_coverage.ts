import type { Covered } from "../engine/index.ts";
import {
  type Control,
  type Coverage,
  type FileCoverage,
  type LineCoverage,
  type Policy,
  sumOf,
  type Uncovered,
} from "../model/index.ts";

type Files = Covered["files"];
type Expressions = Covered["expressions"];
type Point = Expressions[number]["points"][number];

/** What was reached of the files of controls, all that was noted of a file together. */
export function coverageOf(controls: readonly Control[], { files, expressions }: Covered): Coverage {
  const owners = ownersOf(controls);
  const texts = textsOf(controls);
  const all = [
    ...byPath(files).map(([path, own]) => regoFile(path, own, texts.get(path) ?? "")),
    ...byPath(expressions).map(([path, own]) => celFile(path, own)),
  ].map((file): FileCoverage => {
    const [control, ...others] = owners.get(file.path) ?? [];
    return control === undefined || others.length > 0 ? file : { ...file, control };
  });
  const owned = all.flatMap((file) => (file.control === undefined ? [] : [{ ...file, control: file.control }]));
  const grouped = Map.groupBy(owned, ({ control, engine }) => JSON.stringify([control, engine]));
  return {
    engines: [...Map.groupBy(all, ({ engine }) => engine)].map(([engine, own]) => ({ engine, ...sumOf(own) })),
    controls: [...grouped.values()].flatMap((own) => {
      const [first] = own;
      return first === undefined ? [] : [{ control: first.control, engine: first.engine, ...sumOf(own) }];
    }),
    files: all,
  };
}

// --- internal ---

/** The controls of which a file is a source; a library is nobody's. */
function ownersOf(controls: readonly Control[]): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { id, policies } of controls) {
    for (const { path } of policies.flatMap(({ sources }) => sources)) {
      owners.set(path, (owners.get(path) ?? new Set()).add(id));
    }
  }
  return owners;
}

function textsOf(controls: readonly Control[]): ReadonlyMap<string, string> {
  const policies = controls.flatMap((control) => control.policies);
  const files = policies.flatMap(({ sources, library = [] }: Policy) => [...sources, ...library]);
  return new Map(files.map(({ path, text }) => [path, text]));
}

function byPath<T extends { readonly path: string }>(
  items: readonly T[],
): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(items, ({ path }) => path)].sort(([left], [right]) => (left < right ? -1 : 1));
}

function regoFile(path: string, own: Files, text: string): FileCoverage {
  const written = text.split("\n");
  const covered = new Set(own.flatMap((file) => file.covered.flatMap(rows)));
  const missed = new Set(own.flatMap((file) => file.missed.flatMap(rows)).filter((row) => !covered.has(row)));
  const untrue = new Set(own.flatMap((file) => file.untrue));
  const lines = [...covered, ...missed].sort((left, right) => left - right);
  return {
    path,
    engine: "rego",
    covered: covered.size,
    total: lines.length,
    uncovered: lines
      .filter((line) => missed.has(line))
      .map((line) => ({
        place: { path, line },
        text: written[line - 1]?.trim() ?? "",
        why: untrue.has(line) ? "never true" : "never evaluated",
      })),
    lines: lines.map((line) => ({ line, hits: covered.has(line) ? 1 : 0 })),
    conditions: [],
  };
}

function rows([from, to]: readonly [number, number]): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function celFile(path: string, own: Expressions): FileCoverage {
  const alike = Map.groupBy(own, ({ policy, field }) => JSON.stringify([policy, field]));
  const expressions = [...alike.values()].map(summed);
  const points = expressions.flat().sort((left, right) => left.line - right.line || columnOf(left) - columnOf(right));
  return {
    path,
    engine: "cel",
    ...sumOf(points.map(shareOf)),
    uncovered: expressions
      .flatMap((expression) => expression.flatMap((point) => uncoveredIn(path, point, expression)))
      .sort(({ place: left }, { place: right }) => left.line - right.line || columnOf(left) - columnOf(right)),
    lines: linesOf(points),
    conditions: points.flatMap(({ line, text, hits, outcomes }) =>
      outcomes === undefined ? [] : [{ line, text, evaluated: hits > 0, true: outcomes[0], false: outcomes[1] }],
    ),
  };
}

/** What several evaluated of one expression. */
function summed(alike: Expressions): readonly Point[] {
  const [first] = alike;
  return (first?.points ?? []).map((point, index) => {
    const same = alike.flatMap(({ points }) => points[index] ?? []);
    const times = (outcome: 0 | 1): number => total(same.map(({ outcomes }) => outcomes?.[outcome] ?? 0));
    const hits = total(same.map((one) => one.hits));
    return point.outcomes === undefined ? { ...point, hits } : { ...point, hits, outcomes: [times(0), times(1)] };
  });
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function shareOf({ hits, outcomes }: Point): { readonly covered: number; readonly total: number } {
  if (outcomes === undefined) return { covered: hits > 0 ? 1 : 0, total: 1 };
  return { covered: outcomes.filter((count) => count > 0).length, total: 2 };
}

type PlacedUncovered = Uncovered & { readonly place: { readonly path: string; readonly line: number } };

function uncoveredIn(path: string, point: Point, expression: readonly Point[]): readonly PlacedUncovered[] {
  const { line, column, text, hits, outcomes, within } = point;
  if ((expression[within]?.hits ?? 1) === 0) return [];
  const at = { place: { path, line, ...(column === undefined ? {} : { column }) }, text };
  if (hits === 0) return [{ ...at, why: "never evaluated" }];
  if (outcomes === undefined) return [];
  return [
    ...(outcomes[0] === 0 ? [{ ...at, why: "never true" as const }] : []),
    ...(outcomes[1] === 0 ? [{ ...at, why: "never false" as const }] : []),
  ];
}

function linesOf(points: readonly Point[]): readonly LineCoverage[] {
  return [...Map.groupBy(points, ({ line }) => line)].map(([line, own]) => ({
    line,
    hits: Math.min(...own.map(({ hits }) => hits)),
  }));
}

function columnOf({ column = 0 }: { readonly column?: number }): number {
  return column;
}
