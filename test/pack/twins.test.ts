import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import {
  type Comparison,
  compareFixtures,
  type Fixture,
  findFixtures,
  readFixtures,
  readPack,
} from "../../scripts/fixtures/index.ts";

const engines = openEngines();
let fixtures: readonly Fixture[];
let comparison: Comparison;

beforeAll(async () => {
  fixtures = await readFixtures(findFixtures().folder, engines);
  comparison = await compareFixtures(fixtures, { engines, pack: await readPack(process.cwd(), engines) });
});

afterAll(() => engines.close());

describe("upstream's PodSecurity fixtures", () => {
  it("are all there", () => {
    expect(fixtures).toHaveLength(4537);
    expect(fixtures.filter(({ expected }) => expected === "deny")).toHaveLength(3486);
  });

  it("are judged by PodSecurity as upstream labels them", () => {
    expect(comparison.labels).toEqual({ agreed: 4537, total: 4537 });
  });

  it("are judged by every control in Rego and in CEL as by PodSecurity's check, message and all", () => {
    expect(comparison.disagreements).toEqual([]);
    for (const { control, rego, cel } of comparison.controls) {
      expect([control, rego.agreed, cel.agreed]).toEqual([control, rego.total, cel.total]);
    }
  });

  it("try every control at the newest version", () => {
    expect(comparison.controls).toHaveLength(19);
    expect(comparison.controls.filter(({ denied }) => denied === 0)).toEqual([]);
  });
});
