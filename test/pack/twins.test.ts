import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import {
  type Case,
  type Control,
  type EngineId,
  expectationFor,
  type Judge,
  type Policy,
} from "../../harness/model/index.ts";
import {
  type Comparison,
  compareFixtures,
  type Fixture,
  findFixtures,
  type PackControl,
  readFixtures,
  readPack,
} from "../../scripts/fixtures/index.ts";

const engines = openEngines();
let fixtures: readonly Fixture[];
let pack: readonly PackControl[];
let comparison: Comparison;

beforeAll(async () => {
  fixtures = await readFixtures(findFixtures().folder, engines);
  pack = await readPack(process.cwd(), engines);
  comparison = await compareFixtures(fixtures, { engines, pack });
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

describe("the twins of each control", () => {
  const { controls } = loadProject(process.cwd());
  const twins = controls.filter(({ policies }) =>
    ["rego", "cel"].every((id) => policies.some(({ engine }) => engine === id)),
  );

  it("are there to be compared", () => {
    expect(twins.length).toBeGreaterThanOrEqual(24);
  });

  it.each(twins)("$id: deny its cases with the same messages", async (control) => {
    const [rego, cel] = await Promise.all([judgeOf(control, "rego"), judgeOf(control, "cel")]);
    for (const { name, request, world } of control.cases.filter(isForBoth)) {
      const verdicts = await Promise.all([rego(request, world), cel(request, world)]);
      const [inRego, inCel] = verdicts.map(({ violations }) => violations.map(({ message }) => message).sort());
      expect({ name, messages: inCel }).toEqual({ name, messages: inRego });
    }
  });
});

describe("a comparison", () => {
  const newest = (name: string): readonly Fixture[] =>
    fixtures.filter(({ path }) => path === `restricted/v1.37/fail/${name}.yaml`);

  it("tells a fixture with the wrong label", async () => {
    const mislabelled = newest("runasuser0").map((fixture): Fixture => ({ ...fixture, expected: "allow" }));
    const { labels, disagreements } = await compareFixtures(mislabelled, { engines, pack });
    expect(labels).toEqual({ agreed: 0, total: 1 });
    expect(disagreements[0]).toMatch(
      /^restricted\/v1\.37\/fail\/runasuser0\.yaml: upstream says allow, PodSecurity deny: runAsUser=0 /,
    );
  });

  it("tells a control that allows what PodSecurity denies", async () => {
    const blind = pack.map((control) =>
      control.check === "runAsUser"
        ? withRego(control, "deny contains msg if { input.request.never; msg := 1 }")
        : control,
    );
    const { disagreements } = await compareFixtures(newest("runasuser0"), { engines, pack: blind });
    expect(disagreements[0]).toMatch(
      /^restricted\/v1\.37\/fail\/runasuser0\.yaml: runAsUser: PodSecurity says `runAsUser=0 .*`, rego `allow`$/,
    );
  });

  it("tells a control with other words", async () => {
    const wordy = pack.map((control) =>
      control.check === "runAsUser" ? withRego(control, 'deny contains "no root" if input.request') : control,
    );
    const { disagreements } = await compareFixtures(newest("runasuser0"), { engines, pack: wordy });
    expect(disagreements[0]).toMatch(/, rego `no root`$/);
  });

  it("tells a check that no control restates", async () => {
    const rest = pack.filter(({ check }) => check !== "runAsUser");
    const { disagreements } = await compareFixtures(newest("runasuser0"), { engines, pack: rest });
    expect(disagreements[0]).toBe(
      "restricted/v1.37/fail/runasuser0.yaml: no control restates the check `runAsUser`, which denies it",
    );
  });

  it("tells controls that no fixture tries", async () => {
    const { disagreements } = await compareFixtures(newest("runasuser0"), { engines, pack });
    expect(disagreements).toContain(
      "pss.baseline.privileged: PodSecurity denies no fixture for it, so that nothing is shown",
    );
  });
});

/** Raw cases are for Rego alone, and those that expect another decision of CEL say why themselves. */
function isForBoth(one: Case): boolean {
  return one.world.raw !== true && expectationFor(one, "cel").decision === one.expect.decision;
}

async function judgeOf({ policies }: Control, engine: EngineId): Promise<Judge> {
  const { judge, problems } = await engines.get(engine).compile(policies.filter((policy) => policy.engine === engine));
  if (judge === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  return judge;
}

/** The control with another Rego policy. */
function withRego(control: PackControl, rules: string): PackControl {
  const policies = control.control.policies.map((policy): Policy => {
    const sources = [{ path: "rego/policy.rego", text: `package blind\n\n${rules}\n` }];
    return policy.engine === "rego" ? { control: policy.control, engine: "rego", sources } : policy;
  });
  return { ...control, control: { ...control.control, policies } };
}
