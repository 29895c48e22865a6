import { describe, expect, test } from "vitest";
import { canTakePart, type Selection, selectCases } from "../../harness/compare/index.ts";
import { caseOf, controlOf } from "./_controls.ts";

const controls = [
  controlOf(
    "pss.ports",
    ["rego", "cel"],
    ["one", "two", "three"].map((name) => caseOf("pss.ports", name)),
  ),
  controlOf("pss.volumes", ["rego"], [caseOf("pss.volumes", "one"), caseOf("pss.volumes", "four")]),
  controlOf("rbac.star", ["cel"], [caseOf("rbac.star", "five")]),
  controlOf("rbac.empty", ["cel"], []),
];

const names = (selection: Selection) =>
  selectCases(controls, selection).controls.map(({ id, cases }) => `${id}: ${cases.map(({ name }) => name).join(" ")}`);
const problems = (selection: Selection) =>
  selectCases(controls, selection).problems.map(({ code, message }) => `${code}: ${message}`);
const all = ["pss.ports: one two three", "pss.volumes: one four", "rbac.star: five", "rbac.empty: "];

describe("a selection", () => {
  test.for([
    [{}, all],
    [{ controls: ["pss.*"] }, all.slice(0, 2)],
    [{ controls: ["rbac.star", "pss.ports"] }, [all[0], all[2]]],
    [{ engines: ["cel"] }, [all[0], all[2], all[3]]],
    [{ name: "o" }, ["pss.ports: one two", "pss.volumes: one four"]],
    [{ paths: ["cases/pss.ports"] }, [all[0]]],
    [{ paths: ["cases/pss.ports/deny/two.yaml", "cases/*/deny/one.yaml"] }, ["pss.ports: one two", "pss.volumes: one"]],
    [{ paths: ["rego/pss.volumes/policy"] }, [all[1]]],
    [{ paths: [""] }, all],
    [{ controls: ["pss.*"], name: "one", engines: ["cel"] }, ["pss.ports: one"]],
  ] as [Selection, string[]][])("of %o keeps what it names, in order", ([selection, kept]) => {
    expect(names(selection)).toEqual(kept);
    expect(problems(selection)).toEqual([]);
  });

  test.for([
    [{ controls: ["pss.ports", "nope"] }, ["nothing-found: no control has the id `nope`"]],
    [{ engines: ["podsecurity"] }, ["nothing-found: no control has a policy for the engine `podsecurity`"]],
    [{ name: "nope" }, ["nothing-found: no case has `nope` in its name"]],
    [
      { paths: ["cases", "cases/nope/**", "nope"] },
      [
        "nothing-found: `cases/nope/**` holds no case and no policy",
        "nothing-found: `nope` holds no case and no policy",
      ],
    ],
    [{ paths: ["cases/pss"] }, ["nothing-found: `cases/pss` holds no case and no policy"]],
    [
      { controls: ["rbac.star"], shard: { index: 1, count: 2 } },
      ["nothing-found: shard 1/2 is empty: there are only 1 cases"],
    ],
  ] as [Selection, string[]][])("of %o says what selected nothing", ([selection, sentences]) => {
    expect(problems(selection)).toEqual(sentences);
  });

  test("says of a control, from its id and files alone, whether it can take part", () => {
    const one = { id: "pss.ports", files: ["rego/pss.ports/p.rego", "cases/pss.ports/deny/x.yaml"] };
    const can = (selection: Selection) => canTakePart(selection)(one);
    expect([{}, { controls: ["pss.*"] }, { paths: ["nope", "cases/*/deny/*"] }, { name: "nope" }].map(can)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([{ controls: ["pss"] }, { paths: ["cases/pss"] }, { controls: ["pss.*"], paths: [] }].map(can)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("in shards is disjoint, complete and even", () => {
    for (const count of [1, 2, 3, 4, 6]) {
      const shards = Array.from({ length: count }, (_, index) =>
        selectCases(controls, { shard: { index: index + 1, count } }),
      );
      const sizes = shards.map((shard) => shard.controls.reduce((sum, { cases }) => sum + cases.length, 0));
      expect(shards.flatMap((shard) => shard.controls.flatMap(({ cases }) => cases))).toEqual(
        controls.flatMap(({ cases }) => cases),
      );
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(shards.filter((shard) => shard.controls.some(({ id }) => id === "rbac.empty"))).toHaveLength(1);
    }
  });
});

describe("unit tests of a control", () => {
  const [tested, other] = ["one_test.rego", "two_test.rego"].map((name) => ({
    path: `rego/pss.ports/${name}`,
    text: "",
  }));
  const withTests = controls.map((control) =>
    control.id === "pss.ports" && tested !== undefined && other !== undefined
      ? { ...control, unitTests: [tested, other] }
      : control,
  );
  const kept = (selection: Selection) =>
    selectCases(withTests, selection).controls.flatMap(({ cases, unitTests = [] }) =>
      unitTests.map(({ path }) => `${path} beside ${cases.length} cases`),
    );

  test("are selected by their own path, alone", () => {
    expect(kept({ paths: ["rego/pss.ports/two_test.rego"] })).toEqual(["rego/pss.ports/two_test.rego beside 0 cases"]);
  });

  test("stay with the policies, and not with single cases", () => {
    expect(kept({ paths: ["rego/pss.ports/policy"] })).toHaveLength(2);
    expect(kept({ paths: ["cases/pss.ports"] })).toEqual([]);
    expect(kept({ name: "two" })).toEqual([]);
  });

  test("run in one share alone", () => {
    const shares = [1, 2, 3].map((index) => kept({ shard: { index, count: 3 } }).length);
    expect(shares.toSorted()).toEqual([0, 0, 2]);
  });
});
