import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Control, JsonObject } from "../../harness/model/index.ts";

const engines = openEngines();
const { controls } = loadProject(process.cwd());
const inCel = controls.filter(({ policies }) => policies.some(({ engine }) => engine === "cel"));

afterAll(() => engines.close());

describe("the API server's type checker", () => {
  it("is asked about the controls that are there in CEL", () => {
    expect(inCel.length).toBeGreaterThan(60);
  });

  it.each(inCel)("has nothing against $id, for every kind that it matches", async (control) => {
    const { policies, warnings, problems } = await engines.typeCheck(control.policies, definitionsIn(control));
    expect(problems).toEqual([]);
    expect(policies.length).toBeGreaterThan(0);
    expect(policies.filter(({ untyped }) => untyped.length > 0)).toEqual([]);
    if (!isForOthers(control)) expect(policies.filter(({ kinds }) => kinds.length === 0)).toEqual([]);
    expect(warnings.map(({ path, line, field, message }) => `${path}:${line} ${field}\n${message}`)).toEqual([]);
  });
});

/** Judges custom resources of other projects: they are typed only as far as a case of the control brings their definitions. */
function isForOthers({ id }: Control): boolean {
  return id.startsWith("gatekeeper.") || id.startsWith("kyverno.");
}

/** What the control's cases say is defined on the cluster. */
function definitionsIn({ cases }: Control): readonly JsonObject[] {
  const all = cases.flatMap(({ world: { crds = [] } }) => crds);
  return [...new Map(all.map((crd) => [(crd["metadata"] as JsonObject)["name"], crd])).values()];
}
