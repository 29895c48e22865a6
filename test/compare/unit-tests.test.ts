import { afterAll, describe, expect, test } from "vitest";
import { runCases, runUnitTests } from "../../harness/compare/index.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { Control } from "../../harness/model/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const library = [
  { path: "rego/lib/host.rego", text: "package lib.host\n\npid if input.request.object.spec.hostPID\n" },
];
const policy = "package x\n\nimport data.lib.host\n\ndeny contains data.words.no if host.pid\n";
const passing = 'test_pid if x.deny == {"no"} with input.request.object.spec.hostPID as true\n';

function control(tests: string, given: Partial<Control> = {}): Control {
  return {
    id: "x",
    policies: [
      {
        control: "x",
        engine: "rego",
        sources: [{ path: "rego/x/policy.rego", text: policy }],
        library,
        data: { words: { no: "no" } },
      },
    ],
    cases: [],
    unitTests: [{ path: "rego/x/policy_test.rego", text: `package x_test\n\nimport data.x\n\n${tests}` }],
    ...given,
  };
}

const run = (one: Control) => runUnitTests([one], engines, { engines: ["rego"] });

describe("the unit tests of a control", () => {
  test("run beside its policy, its library and its data, an outcome each", async () => {
    const { outcomes, findings, problems } = await run(control(passing));
    expect(problems).toEqual([]);
    expect(findings).toEqual([]);
    expect(outcomes).toEqual([
      {
        control: "x",
        case: "x_test.test_pid",
        engine: "topdown",
        place: { path: "rego/x/policy_test.rego", line: 5 },
        status: "passed",
        milliseconds: expect.any(Number),
      },
    ]);
  });

  test("that are not true are findings with what they print; those that are to come are skipped", async () => {
    const tests = 'test_none if {\n\tprint("denied:", x.deny)\n\tx.deny == {"yes"}\n}\n\ntodo_test_later if false\n';
    const { outcomes, findings } = await run(control(tests));
    expect(outcomes.map(({ case: name, status }) => `${name} ${status}`)).toEqual([
      "x_test.test_none failed",
      "x_test.todo_test_later skipped",
    ]);
    expect(findings).toMatchObject([{ kind: "failed-test", place: { line: 5 }, output: "denied: set()\n" }]);
  });

  test("that OPA cannot compile are a problem, and one broken file stops no other control", async () => {
    const other: Control = { ...control(passing), id: "y" };
    const { outcomes, problems } = await runUnitTests([control("test_x if nowhere\n"), other], engines, {
      engines: ["rego"],
    });
    expect(problems).toMatchObject([{ code: "bad-policy", place: { path: "rego/x/policy_test.rego", line: 5 } }]);
    expect(outcomes.map(({ control: id, status }) => `${id} ${status}`)).toEqual(["y passed"]);
  });

  test("reach no network", async () => {
    const { problems } = await run(
      control('test_out if http.send({"method": "get", "url": "http://x"}).status_code == 200\n'),
    );
    expect(problems.map(({ message }) => message).join()).toContain("http.send");
  });

  test("without a single test are a problem, not a pass", async () => {
    const { outcomes, problems } = await run(control("helper := 1\n"));
    expect(outcomes).toEqual([]);
    expect(problems).toMatchObject([{ code: "nothing-found", message: "`rego/x/policy_test.rego` holds no test" }]);
  });

  test("are a check of it where it has no cases, and their absence is a finding", async () => {
    const bare = control(passing);
    const { unitTests: _, ...untested } = bare;
    const findingsOf = async (one: Control) => (await runCases([one], engines, { engines: ["rego"] })).findings;
    expect(await findingsOf(bare)).toEqual([]);
    expect(await findingsOf(untested)).toMatchObject([{ kind: "unchecked" }]);
  });

  test("do not run where no engine that judges Rego takes part", async () => {
    const { outcomes } = await runUnitTests([control(passing)], engines, { engines: ["cel"] });
    expect(outcomes).toEqual([]);
  });
});
