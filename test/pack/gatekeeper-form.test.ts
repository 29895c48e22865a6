import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Control, Outcome } from "../../harness/model/index.ts";
import { gatekeeperForm } from "../../scripts/gatekeeper/index.ts";

/** Cases of which Gatekeeper says something else, and why. */
const differing: Readonly<Record<string, string>> = {
  "token.projection-bounds: more than what the API server takes is denied":
    "numbers beyond 2^31 reach Rego as floats, and `%d` does not write those",
};

const engines = openEngines();
const formed = loadProject(process.cwd()).controls.flatMap((control): readonly Control[] => {
  const rego = control.policies.find(({ engine }) => engine === "rego");
  const cases = control.cases.filter(({ world }) => world.raw !== true);
  if (rego === undefined || cases.length === 0) return [];
  const sources = [{ path: `gatekeeper/${control.id}.yaml`, text: gatekeeperForm(rego) }];
  return [{ ...control, cases, policies: [{ control: control.id, engine: "gatekeeper", sources }] }];
});
let outcomes: readonly Outcome[] = [];

beforeAll(async () => {
  const run = await runCases(formed, engines, { engines: ["gatekeeper"] });
  expect(run.problems).toEqual([]);
  outcomes = run.outcomes;
}, 120_000);

afterAll(() => engines.close());

describe("the pack as ConstraintTemplates", () => {
  it("has a template for each control in Rego that is not about files alone", () => {
    expect(formed.length).toBeGreaterThan(100);
    expect(outcomes.length).toBeGreaterThan(2000);
  });

  it("is judged by Gatekeeper as by OPA, save what Gatekeeper's webhook is not sent", () => {
    const failed = outcomes.filter(({ status }) => status === "failed");
    const unsent = failed.filter(({ finding }) => JSON.stringify(finding).includes("is not sent"));
    const others = failed.filter((one) => !unsent.includes(one)).map((one) => `${one.control}: ${one.case}`);
    expect(others.sort()).toEqual(Object.keys(differing).sort());
    expect(unsent.length).toBeLessThan(outcomes.length / 20);
  });
});
