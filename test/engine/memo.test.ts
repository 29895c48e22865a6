import { describe, expect, it } from "vitest";
import { remember } from "../../harness/engine/_memo.ts";

function counting() {
  const calls: string[] = [];
  const call = remember((name, operands) => {
    calls.push(`${name}(${operands.join(", ")})`);
    return name === "undefined" ? undefined : `"${name} ${operands.join(" ")}"`;
  });
  return { calls, call };
}

describe("a remembered builtin", () => {
  it("is called once for the same operands, whether its result is defined or not", () => {
    const { calls, call } = counting();
    for (const name of ["upper", "undefined"]) expect(call(name, ["1"])).toBe(call(name, ["1"]));
    expect(calls).toEqual(["upper(1)", "undefined(1)"]);
  });

  it("is called for each name and each list of operands", () => {
    const { calls, call } = counting();
    const asked = [["a", "1"], ["a", "1", "2"], ["a1"], ["b", "1"]] as const;
    const results = asked.map(([name, ...operands]) => call(name, operands));
    expect(new Set(results).size).toBe(asked.length);
    expect(calls.length).toBe(asked.length);
  });

  it("is not kept where it is long, and forgets when there are many", () => {
    const { calls, call } = counting();
    const long = "x".repeat(5_000);
    call("a", [long]);
    call("a", [long]);
    expect(calls.length).toBe(2);
    for (let index = 0; index < 20_001; index++) call("b", [String(index)]);
    call("b", ["0"]);
    expect(calls.filter((each) => each === "b(0)").length).toBe(2);
  });
});
