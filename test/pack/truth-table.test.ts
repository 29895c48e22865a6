import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Judge, World } from "../../harness/model/index.ts";
import {
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
const points = levels.flatMap((level) => revisions.map((minor) => ({ level, minor })));
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
    expect(await outcomes((level, minor) => checksFailing(row, level, minor))).toEqual(expected(row, "admitted"));
  });

  it("is denied by the Rego controls as the table says", async () => {
    expect(await outcomes((level, minor) => controlsFailing(rego, row, { level, minor }))).toEqual(
      expected(row, "admitted"),
    );
  });

  it("is denied by the CEL controls as the table says", async () => {
    expect(await outcomes((level, minor) => controlsFailing(cel, row, { level, minor }))).toEqual(
      expected(row, "admitted"),
    );
  });

  it("is denied by the Rego controls as the table says before any API server has seen it", async () => {
    const failing = outcomes((level, minor) => controlsFailing(rego, row, { level, minor, raw: true }));
    expect(await failing).toEqual(expected(row, "written"));
  });

  it.runIf(row.refused !== undefined)(
    "is refused by the API server, and only therefore judged without its validation",
    async () => {
      const { decision, errors } = await checks.restricted(requestOf(row), { params: { policyVersion: "v1.37" } });
      expect([decision, errors?.[0]?.code]).toEqual(["error", "bad-object"]);
    },
  );
});

/** Level and version to the checks that fail there, at every point of the table. */
async function outcomes(failing: (level: Level, minor: number) => Promise<readonly string[]>): Promise<object> {
  const entries = points.map(
    async ({ level, minor }) => [`${level} v1.${minor}`, await failing(level, minor)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function expected(row: Row, seen: "written" | "admitted"): object {
  return Object.fromEntries(
    points.map(({ level, minor }) => [`${level} v1.${minor}`, failingAt(row, level, { minor, seen })]),
  );
}

async function checksFailing(row: Row, level: Level, minor: number): Promise<readonly string[]> {
  const { decision, violations, errors, skipped } = await checks[level](requestOf(row), worldOf(row, minor));
  if (decision === "error" || decision === "skip") return [skipped ?? errors?.[0]?.message ?? decision];
  return violations.map(({ policy }) => policy).sort();
}

interface Asked {
  readonly level: Level;
  readonly minor: number;
  readonly raw?: boolean;
}

async function controlsFailing(
  judges: PackJudges,
  row: Row,
  { level, minor, raw = false }: Asked,
): Promise<readonly string[]> {
  const asked = { request: requestOf(row), world: { ...worldOf(row, minor), raw } };
  const answers = await judgePack(controlsAt(pack, level, minor), judges, asked);
  return answers
    .flatMap(({ check, message, error }) =>
      error === undefined ? (message === undefined ? [] : [check]) : [`${check}: ${error}`],
    )
    .sort();
}

function worldOf(row: Row, minor: number): World {
  return { params: { policyVersion: `v1.${minor}` }, validate: row.refused === undefined };
}
