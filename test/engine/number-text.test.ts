import { fc, it as property } from "@fast-check/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { topdownNumbers } from "../../harness/engine/_number-text.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { bothSay, creating, regoPolicy } from "./_rego.ts";

const engines = openEngines();
afterAll(() => engines.close());

const product = regoPolicy(
  'package x\n\ndeny contains sprintf("%v", [input.request.object.spec.a * input.request.object.spec.b])\n',
);

describe("a number that WASM has computed", () => {
  it("is written in a message as topdown writes it, where it is an integer of more than 32 bits", async () => {
    const { rego, topdown } = await bothSay(engines, product, creating({ a: 2_147_483_648, b: 1.5 }));
    expect(rego.violations.map(({ message }) => message)).toEqual(["3221225472"]);
    expect(rego).toEqual(topdown);
  });

  const quarters = fc.integer({ min: -(2 ** 40), max: 2 ** 40 }).map((number) => number / 4);
  property.prop([quarters, fc.integer({ min: -4000, max: 4000 }).map((number) => number / 4)])(
    "is written in a message as topdown writes it, whatever the factors",
    async (a, b) => {
      const { rego, topdown } = await bothSay(engines, product, creating({ a, b }));
      expect(rego).toEqual(topdown);
    },
  );

  it.for([
    ["[3221225472.0, 2.50, -4294967296.00]", "[3221225472, 2.5, -4294967296]"],
    ["[1.0, -2147483647.0, 10, 100, 1.05]", "[1.0, -2147483647.0, 10, 100, 1.05]"],
    ['{"3221225472.0": "a \\" 3221225472.0"}', '{"3221225472.0": "a \\" 3221225472.0"}'],
  ] as const)("of %s is written as %s", ([term, wanted]) => {
    expect(topdownNumbers(term)).toBe(wanted);
  });
});
