import { describe, expect, it } from "vitest";
import { sizeOf } from "../../harness/generate/index.ts";
import type { JsonObject, Trial } from "../../harness/model/index.ts";

function sizeWith(object: JsonObject, rest: Partial<Trial["request"]> = {}, world: Trial["world"] = {}): number {
  return sizeOf({ request: { operation: "CREATE", object: { json: object }, ...rest }, world });
}

describe("sizeOf", () => {
  it("counts every field and every item", () => {
    expect(sizeWith({})).toBe(0);
    expect(sizeWith({ a: 1 })).toBe(1);
    expect(sizeWith({ a: { b: [1, { c: null }] } })).toBe(5);
  });

  it("counts what surrounds the object too", () => {
    expect(sizeWith({}, { user: { username: "dev" } })).toBe(2);
    expect(sizeWith({}, {}, { params: { a: "b" } })).toBe(2);
    expect(sizeWith({}, { oldObject: { json: { a: 1 } } })).toBe(1);
  });
});
