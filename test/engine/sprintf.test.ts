import { fc, it as property } from "@fast-check/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { locateBinary } from "../../harness/engine/_binary.ts";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";
import { plainSprintf } from "../../harness/engine/_sprintf.ts";

const opa = new Pipeline(
  processLauncher("opa", () => locateBinary("opa")),
  { timeoutMs: 10_000 },
);
afterAll(() => opa.close());

/** Operands as OPA's WASM writes them. */
function termText(values: readonly unknown[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

async function real(format: string, operands: string): Promise<unknown> {
  const { ok, error } = await opa.ask<{ readonly result: string }>("builtin", {
    name: "sprintf",
    args: [format, operands],
  });
  expect(error).toBeUndefined();
  return JSON.parse(ok?.result ?? "");
}

describe("a plain `sprintf`", () => {
  const piece = fc.oneof(
    fc.constantFrom("%v", "%s", "%d"),
    fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  );
  const operand = fc.oneof(
    fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
    fc.boolean(),
    fc.maxSafeInteger(),
  );

  property.prop([fc.array(piece), fc.array(operand)], { numRuns: 2000 })(
    "is what OPA makes of it, or is left to OPA",
    async (pieces, operands) => {
      const [format, values] = [JSON.stringify(pieces.join("")), termText(operands)];
      const plain = plainSprintf(format, values);
      if (plain !== undefined) expect(JSON.parse(plain)).toBe(await real(format, values));
    },
  );

  property.prop([fc.array(fc.tuple(fc.stringMatching(/^[^%]*$/), operand))])(
    "with a fitting verb for each operand is never left to OPA",
    async (pairs) => {
      const verb = (value: unknown) => (typeof value === "number" ? "%d" : "%v");
      const format = JSON.stringify(pairs.map(([text, value]) => text + verb(value)).join(""));
      const values = pairs.map(([, value]) => value);
      fc.pre(termText(values) === termText(values.map((value) => (Object.is(value, -0) ? 0 : value))));
      const plain = plainSprintf(format, termText(values));
      expect(plain).toBeDefined();
      expect(JSON.parse(plain ?? "")).toBe(await real(format, termText(values)));
    },
  );

  it.for(["[1.0]", "[1e2]", "[9007199254740993]", "[null]", "[{1}]", "[set()]", '[{"a": 1}]', "[[1]]", "[-0]"])(
    "of %s is left to OPA",
    (operands) => {
      expect(plainSprintf('"%v"', operands)).toBeUndefined();
    },
  );

  it.for(["%5d", "%+v", "%x", "%q", "%%", "%", "%[1]d"])("with the verb %s is left to OPA", (verb) => {
    expect(plainSprintf(JSON.stringify(verb), "[1]")).toBeUndefined();
  });
});
