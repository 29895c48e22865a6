import { expect, test } from "vitest";
import { pairsOf } from "../../harness/cli/_pairs.ts";
import { policiesFor } from "../../harness/cli/_side.ts";
import type { Control, EngineId, Policy } from "../../harness/model/index.ts";

const policy = (engine: EngineId): Policy => ({ control: "c", engine, sources: [{ path: "p", text: "" }] });
const control = (...engines: readonly EngineId[]): Control => ({ id: "c", policies: engines.map(policy), cases: [] });

test.for(["rego", "topdown", "cel"] as const)("a control's templates are its policies for %s too", (engine) => {
  const templates = control("gatekeeper");
  expect(policiesFor(templates, engine)).toEqual([{ ...policy("gatekeeper"), engine, from: "gatekeeper" }]);
  const pairs = pairsOf(["gatekeeper", engine], { controls: [templates], engines: [] });
  expect(pairs.map(({ control: id }) => id)).toEqual(["c"]);
});

test("a control's own policies for an engine are all of them", () => {
  expect(policiesFor(control("gatekeeper", "cel"), "cel")).toEqual([policy("cel")]);
});

test("templates are nothing for an engine that cannot judge them in any form", () => {
  expect(policiesFor(control("gatekeeper"), "podsecurity")).toEqual([]);
  expect(pairsOf(["gatekeeper", "podsecurity"], { controls: [control("gatekeeper")], engines: [] })).toEqual([]);
  expect(pairsOf(["gatekeeper", "rego"], { controls: [control("rego")], engines: [] })).toEqual([]);
});
