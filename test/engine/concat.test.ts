import { fc, it as property } from "@fast-check/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { locateBinary } from "../../harness/engine/_binary.ts";
import { plainConcat } from "../../harness/engine/_concat.ts";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";

const opa = new Pipeline(
  processLauncher("opa", () => locateBinary("opa")),
  { timeoutMs: 10_000 },
);
afterAll(() => opa.close());

describe("a plain `concat`", () => {
  const text = fc.string({ unit: "binary" }).map((each) => each.toWellFormed());

  property.prop([text, fc.array(text)], { numRuns: 1000 })("is what OPA makes of it", async (separator, texts) => {
    const args = [JSON.stringify(separator), `[${texts.map((each) => JSON.stringify(each)).join(", ")}]`] as const;
    const { ok } = await opa.ask<{ readonly result: string }>("builtin", { name: "__topdown__.concat", args });
    expect(JSON.parse(plainConcat(...args) ?? "")).toBe(JSON.parse(ok?.result ?? ""));
  });

  it.for(['{"b", "a"}', "set()", '["a", 1]', '["a", {"b"}]', '{"a": "b"}', '"a"'])(
    "of %s is left to OPA",
    (operands) => {
      expect(plainConcat('","', operands)).toBeUndefined();
    },
  );
});
