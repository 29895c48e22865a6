import type { Case, Control, EngineId, MatrixCell, MatrixRow, MatrixState, Outcome, Verdict } from "../model/index.ts";
import { type Rank, ranksOf } from "./_rank.ts";

/** A case under one release. */
export interface PlacedCase {
  /** As it is called under every release. */
  readonly name: string;
  readonly release: string;
}

/** What a matrix is about. */
export interface MatrixOptions {
  readonly engines: readonly EngineId[];
  /** In their order. */
  readonly releases: readonly string[];
  /** Why a control is not judged by an engine under a release; `undefined` where it is. */
  readonly absent: (control: Control, engine: EngineId, release: string) => "before" | "not-served" | undefined;
}

/** Takes in what cases under several releases came to. */
export interface MatrixTally {
  /** Takes the verdict of a case that was placed under a release. */
  take(one: Case, engine: EngineId, verdict: Verdict): void;
  /** The rows, once all is judged. */
  rows(controls: readonly Control[], outcomes: readonly Outcome[]): readonly MatrixRow[];
}

/** Counts verdicts of cases; `placed` says which case under which release each is. */
export function openMatrix(placed: ReadonlyMap<Case, PlacedCase>, options: MatrixOptions): MatrixTally {
  const seen = new Map<string, Seen[]>();
  return {
    take(one, engine, verdict) {
      const at = placed.get(one);
      if (at === undefined) return;
      const key = keyOf(one.control, engine);
      const own = seen.get(key) ?? [];
      seen.set(key, own);
      const [rank] = ranksOf([verdict]);
      own.push({ ...at, isAbout: one.outside === undefined, rank, said: one.name });
    },
    rows: (controls, outcomes) => {
      const statuses = new Map(outcomes.map((one) => [statusKey(one.control, one.engine, one.case), one.status]));
      return controls.flatMap((control) =>
        options.engines
          .filter((engine) => control.policies.some((policy) => policy.engine === engine))
          .map((engine) =>
            rowOf(control, engine, { options, statuses, seen: seen.get(keyOf(control.id, engine)) ?? [] }),
          ),
      );
    },
  };
}

// --- internal ---

interface Seen extends PlacedCase {
  readonly isAbout: boolean;
  readonly rank: Rank | undefined;
  /** The case's name under its release. */
  readonly said: string;
}

interface Known {
  readonly options: MatrixOptions;
  readonly statuses: ReadonlyMap<string, Outcome["status"]>;
  readonly seen: readonly Seen[];
}

function rowOf(control: Control, engine: EngineId, { options, statuses, seen }: Known): MatrixRow {
  const byRelease = Map.groupBy(seen, ({ release }) => release);
  const cells = options.releases.map((release): MatrixCell => {
    const own = (byRelease.get(release) ?? []).filter(({ isAbout }) => isAbout);
    const absent = options.absent(control, engine, release);
    const failed = own.some(({ said }) => statuses.get(statusKey(control.id, engine, said)) === "failed");
    const judged: MatrixState = own.length === 0 ? "unchecked" : failed ? "fails" : "holds";
    const count = (rank: Rank): number => own.filter((one) => one.rank === rank).length;
    const counts = { cases: own.length, denied: count("denied"), warned: count("warned of") };
    return { release, state: absent ?? judged, ...counts };
  });
  const changes = options.releases.filter((release, index) => {
    const before = byRelease.get(options.releases[index - 1] ?? "");
    return before !== undefined && changed(before, byRelease.get(release) ?? []);
  });
  return { control: control.id, engine, cells, changes };
}

/** Whether some case is decided otherwise. */
function changed(before: readonly Seen[], after: readonly Seen[]): boolean {
  const ranks = new Map(before.map(({ name, rank }) => [name, rank]));
  return after.some(({ name, rank }) => ranks.has(name) && ranks.get(name) !== rank);
}

function keyOf(control: string, engine: EngineId): string {
  return `${control} ${engine}`;
}

function statusKey(control: string, engine: EngineId, name: string): string {
  return JSON.stringify([control, engine, name]);
}
