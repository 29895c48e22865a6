/** What OPA's suite has no case for: calls that OPA's WASM alone would answer otherwise than topdown. */
import { afterAll, describe, expect, it } from "vitest";
import { openEvaluators } from "./_evaluators.ts";
import type { Outcome } from "./_outcome.ts";
import { questionOf } from "./_question.ts";

const evaluators = openEvaluators();
afterAll(() => evaluators.close());

describe("a builtin in WASM", () => {
  it.for([
    "array.slice([1, 2], input.one, 2)",
    "array.slice([1, 2], 0, input.huge)",
    'base64.decode("abc")',
    'base64.is_valid("300.1.1.1")',
    'base64url.decode("a,b,c")',
    "bits.and(3, input.one)",
    "bits.or(2, input.one)",
    "bits.xor(3, input.one)",
    "bits.negate(input.one)",
    'concat(",", {"zeta", "alpha", "b", "c"})',
    "format_int(input.huge, 16)",
    'glob.match("(a)(b)?", null, "(a)(b)?")',
    'indexof("abc", "")',
    "json.filter(input, {[]})",
    'json.is_valid("01")',
    'json.is_valid("2001:db8::/32")',
    'json.marshal({"b": "<", "a": {2, 1, "x"}})',
    'json.remove(input, {""})',
    'json.unmarshal("1e40000")',
    "object.union_n([])",
    'regex.find_all_string_submatch_n("a", "aa", input.one)',
    'replace("::1", "", "x")',
    'substring("abc", input.one, 1)',
    '$"{{"zeta", "alpha", "b", "c"}} {input.nothing}"',
  ])("answers `%s` as topdown does", async (call) => {
    const [topdown, wasm] = await both(call);
    expect(topdown).toMatch(/^\[\{"x":\[/);
    expect(wasm).toBe(topdown);
  });

  /** What no builtin of the host can put right. */
  it.for([
    ["[x | some x in input.set]", "iterates over a set in the order of hashes"],
    ["[key | some key, _ in input.object]", "iterates over an object in the order of hashes"],
    ["input.huge + 0.5", "computes with other precision beyond 64 bits"],
  ])("answers `%s` otherwise than topdown still: it %s", async ([call = ""]) => {
    const [topdown, wasm] = await both(call);
    expect([topdown, wasm]).toEqual([expect.stringMatching(/^\[\{"x":\[/), expect.stringMatching(/^\[\{"x":\[/)]);
    expect(wasm).not.toBe(topdown);
  });
});

/** OPA's own JSON of the call's value: none or one in an array. */
async function both(call: string): Promise<readonly [topdown: string, wasm: string]> {
  const question = questionOf(
    {
      note: call,
      query: `x = [y | y := ${call}]`,
      input_term:
        '{"one": 1.0, "huge": 18446744073709551617, "set": {"zeta", "alpha", "b", "c"}, "object": {"z": 1, "a": 2, "m": 3, "aa": 4}}',
      want_result: [{ x: null }],
    },
    "v1",
  );
  const [topdown, wasm] = await Promise.all([evaluators.topdown(question, false), evaluators.wasm(question)]);
  return [text(topdown), text(wasm)];
}

function text(outcome: Outcome): string {
  return outcome.kind === "bindings" ? outcome.exact : JSON.stringify(outcome);
}
