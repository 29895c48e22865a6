import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Judge, World } from "../../harness/model/index.ts";
import {
  type Answer,
  compileChecks,
  compilePack,
  controlsAt,
  judgePack,
  type Level,
  type PackControl,
  type PackJudges,
  readPack,
} from "../../scripts/fixtures/index.ts";
import { failingAt, type Row, readRows, requestOf, revisions } from "./truth-table.ts";

const engines = openEngines();
const rows = readRows();
const levels: readonly Level[] = ["baseline", "restricted"];
let checks: Readonly<Record<Level, Judge>>;
let pack: readonly PackControl[];
let rego: PackJudges;
let cel: PackJudges;

beforeAll(async () => {
  pack = await readPack(process.cwd(), engines);
  [checks, rego, cel] = await Promise.all([
    compileChecks(engines),
    compilePack(pack, "rego", engines),
    compilePack(pack, "cel", engines),
  ]);
});

afterAll(() => engines.close());

it("has every pod of the guidance", () => {
  expect(rows).toHaveLength(66);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(66);
});

it("is restated by a control for each check", () => {
  expect(pack).toHaveLength(19);
});

describe.each(rows)("$id: $pod", (row) => {
  it("fails PodSecurity's checks as the table says", async () => {
    expect(await checksFailing(row)).toEqual(expected(row, "admitted"));
  });

  it("is denied by the Rego controls as the table says", async () => {
    expect(await controlsFailing(rego, row)).toEqual(expected(row, "admitted"));
  });

  it("is denied by the CEL controls as the table says", async () => {
    expect(await controlsFailing(cel, row)).toEqual(expected(row, "admitted"));
  });

  it("is denied by the Rego controls as the table says before any API server has seen it", async () => {
    expect(await controlsFailing(rego, row, { raw: true })).toEqual(expected(row, "written"));
  });
});

describe.each(rows.filter(({ refused }) => refused !== undefined))("$id: $pod", (row) => {
  it("is refused by the API server, and only therefore judged without its validation", async () => {
    const { decision, errors } = await checks.restricted(requestOf(row), {});
    expect([decision, errors?.[0]?.code]).toEqual(["error", "bad-object"]);
    expect(errors?.[0]?.message).toContain(row.refused);
  });
});

/** Level and version, at every point of the table, to the checks that fail there. */
type Failing = Readonly<Record<string, readonly string[]>>;

function expected(row: Row, seen: "written" | "admitted"): Failing {
  const entries = revisions.map((minor) =>
    levels.map((level) => [point(level, minor), failingAt(row, level, { minor, seen })]),
  );
  return Object.fromEntries(entries.flat());
}

async function checksFailing(row: Row): Promise<Failing> {
  const entries = revisions.flatMap((minor) =>
    levels.map(async (level) => {
      const { decision, violations, errors, skipped } = await checks[level](requestOf(row), worldOf(row, minor));
      const failing = violations.map(({ policy }) => policy).sort();
      const judged = decision === "allow" || decision === "deny";
      return [point(level, minor), judged ? failing : [skipped ?? errors?.[0]?.message ?? decision]];
    }),
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function controlsFailing(judges: PackJudges, row: Row, changes: World = {}): Promise<Failing> {
  const entries = revisions.map(async (minor) => {
    const asked = { request: requestOf(row), world: { ...worldOf(row, minor), ...changes } };
    const answers = await judgePack(pack, judges, asked);
    return levels.map((level) => {
      const held = new Set(controlsAt(pack, level, minor).map(({ check }) => check));
      return [
        point(level, minor),
        answers
          .filter(({ check }) => held.has(check))
          .flatMap(failingOf)
          .sort(),
      ];
    });
  });
  return Object.fromEntries((await Promise.all(entries)).flat());
}

function failingOf({ check, message, error }: Answer): readonly string[] {
  if (error !== undefined) return [`${check}: ${error}`];
  return message === undefined ? [] : [check];
}

function worldOf(row: Row, minor: number): World {
  return { params: { policyVersion: `v1.${minor}` }, validate: row.refused === undefined };
}

function point(level: Level, minor: number): string {
  return `${level} v1.${minor}`;
}
