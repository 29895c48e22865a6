import { fc, it as property } from "@fast-check/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { locateBinary } from "../../harness/engine/_binary.ts";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";
import { plainTemplate } from "../../harness/engine/_template.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { bothSay, creating, regoPolicy } from "./_rego.ts";

const engines = openEngines();
const opa = new Pipeline(
  processLauncher("opa", () => locateBinary("opa")),
  { timeoutMs: 10_000 },
);
afterAll(() => {
  engines.close();
  opa.close();
});

describe("a template string", () => {
  property.prop([fc.string({ unit: "binary" }).map((text) => text.toWellFormed())])(
    "interpolates a string as OPA does",
    async (text) => {
      const args = [`[{${JSON.stringify(text)}}]`] as const;
      const { ok } = await opa.ask<{ readonly result: string }>("builtin", {
        name: "__topdown__.internal.template_string",
        args,
      });
      expect(JSON.parse(plainTemplate(...args) ?? "")).toBe(JSON.parse(ok?.result ?? ""));
    },
  );

  it.for(["[{1}]", "[set()]", '[{"a", "b"}]', '["a"]', '[{["a"]}]', '[{"a"}, {"b"}]', "[{{}}]"])(
    "leaves %s to OPA",
    (parts) => {
      expect(plainTemplate(parts)).toBeUndefined();
    },
  );

  it("writes sets, objects, calls and what is undefined in WASM as topdown does", async () => {
    const text = `package x

names := {name | some name in input.request.object.spec.names}

deny contains $"{names} {input.request.object.spec} {count(names)} {input.nothing} {$"inner {names}"} {1.0} plain"
`;
    const spec = { names: ["zeta", "alpha", "mid", "b", "c", "d"], a: { z: 1, b: 2 }, aa: true };
    const { rego, topdown } = await bothSay(engines, regoPolicy(text), creating(spec));
    expect(topdown.violations.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^\{"alpha", "b", .* 6 <undefined> inner \{"alpha".* 1\.0 plain$/),
    ]);
    expect(rego).toEqual(topdown);
  });
});
