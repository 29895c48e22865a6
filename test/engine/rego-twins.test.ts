import { fc, it as property } from "@fast-check/vitest";
import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Json } from "../../harness/model/index.ts";
import { bothSay, creating, raw, regoPolicy } from "./_rego.ts";

const engines = openEngines();
afterAll(() => engines.close());

/** Expressions whose value becomes the message. */
const expressions = [
  'sprintf("%v", [{"b": 1, "a": {"c": [1, 2]}}])',
  'sprintf("%v", [{"b", "a", "é"}])',
  'sprintf("%v", [set()])',
  'sprintf("%v", [{}])',
  'sprintf("%v", [[1, {2}, {"x": {null, true, 1.5}}]])',
  'sprintf("%v", [{{"a"}: {1: 2}}])',
  'sprintf("%s %s", ["日本語 💥", "quote \\" back \\\\ tab \\t"])',
  'sprintf("%v %v %v", [1.0, 2.50, 1e21])',
  'sprintf("%d", [9007199254740993])',
  'sprintf("%v", [123456789012345678901234567890])',
  'sprintf("%v", [null])',
  'sprintf("%d", ["text"])',
  'sprintf("%s", [1])',
  'sprintf("%d", [true])',
  'sprintf("%v", [])',
  'sprintf("no verb", ["extra"])',
  'sprintf("100%%", [])',
  'sprintf("%5d|%-5s|%05.2f|%x|%q", [42, "ab", 3.14159, 255, "q"])',
  'sprintf("%v", [input.request.object.spec])',
  'sprintf("%v", [-0])',
  'sprintf("%v", [{x | x := input.request.object.spec.names[_]}])',
  'concat(",", [sprintf("%v", [semver.compare("1.2.3", "1.10.0")]), sprintf("%v", [semver.is_valid("v1")])])',
  'sprintf("%v", [time.parse_ns("2006-01-02", "2024-02-29")])',
  'sprintf("%v", [time.date(1700000000000000000)])',
  'sprintf("%v", [json.patch({"a": {"b": 1}}, [{"op": "add", "path": "/a/c", "value": {1, 2}}])])',
  'sprintf("%v", [json.filter({"a": {"b": 1, "c": 2}}, ["a/b"])])',
  'base64.encode("é💥")',
  'json.marshal({"b": {1, 2}, "a": "<&>"})',
  'concat(",", {"b", "a", "C", "é"})',
  'concat(", ", [x | some x in input.request.object.spec.names])',
  'base64url.encode_no_pad("??>>")',
  'sprintf("%v", [yaml.unmarshal("a: [1, yes]")])',
  'yaml.marshal({"a": [1, "yes"]})',
  'sprintf("%v", [glob.match("*.example", ["."], "a.example")])',
  'sprintf("%v", [regex.find_n("[a-z]+", "ab12cd", -1)])',
  'regex.replace("a12b3", "[0-9]+", "<$0>")',
  'crypto.sha256("x")',
  'sprintf("%v", [units.parse_bytes("1.5Gi")])',
  'sprintf("%v", [units.parse("100m")])',
  'sprintf("%v", [net.cidr_contains("10.0.0.0/8", "10.1.2.3")])',
  'sprintf("%v", [object.union({"a": {"b": 1}}, {"a": {"c": 2}})])',
  'sprintf("%v", [graph.reachable({"a": {"b"}, "b": {"c"}, "c": set()}, {"a"})])',
  'sprintf("%v", [strings.any_prefix_match("abc", {"x", "ab"})])',
  'sprintf("%v", [split("a.b.c", ".")])',
  'upper("straße é")',
  'sprintf("%v", [urlquery.encode_object({"a": "b c", "d": ["e", "f"]})])',
  'sprintf("%v", [round(2.5)])',
  'sprintf("%v", [1 / 3])',
  'sprintf("%v", [sum({0.1, 0.2})])',
  'sprintf("%v", [to_number("1e3")])',
  'lower("ÀÉİ")',
  "format_int(10.7, 10)",
  'sprintf("%v", [indexof("aé日b", "b")])',
  'substring("日本語", 1, 1)',
  'trim_left("  x ", " ")',
  'strings.replace_n({"a": "b", "b": "c"}, "ab")',
  'sprintf("%v", [0.1 + 0.2])',
  'sprintf("%v", [9007199254740993 - 1])',
  'sprintf("%v", [9007199254740993 == 9007199254740992])',
  'sprintf("%v", [{p | walk({"b": [1], "a": {2}}, [p, _])}])',
  'sprintf("%v", [sort([3, "a", null, {1}, 1.5])])',
  'sprintf("%v", [10 % 3])',
  'sprintf("%v", [{1, 1.0}])',
  'sprintf("%v", [numbers.range(3, 1)])',
] as const;

const spec = { names: ["b", "a", "é"], run: { user: 9007199254740993n.toString(), count: 3, ratio: 0.1 }, none: null };

describe("Rego as WASM says what OPA's own evaluator says", () => {
  it.for(expressions)("of %s", async (expression) => {
    const policy = regoPolicy(`package x\n\ndeny contains ${expression}\n\ndeny contains "always"\n`);
    const { rego, topdown } = await bothSay(engines, policy, creating(spec));
    expect(topdown.errors).toBeUndefined();
    expect(topdown.violations.length).toBe(2);
    expect(rego).toEqual(topdown);
  });

  it.for([
    {
      expression: 'concat(",", [x | some x in {"b", "a", "C", "é"}])',
      why: "OPA's WASM iterates in the order of hashes",
    },
  ])("but for a known difference, $expression: $why", async ({ expression }) => {
    const { rego, topdown } = await bothSay(
      engines,
      regoPolicy(`package x\n\ndeny contains ${expression}\n`),
      creating(spec),
    );
    expect([rego.decision, topdown.decision]).toEqual(["deny", "deny"]);
    expect(rego).not.toEqual(topdown);
  });

  it.for([
    'semver.compare("1.0.0", "not a version")',
    'time.parse_ns("2006-01-02", "yesterday")',
    'json.patch({"a": 1}, [{"op": "remove", "path": "/b"}])',
    'units.parse_bytes("many")',
    'yaml.unmarshal("a: [")',
    'regex.find_n("[", "x", -1)',
    'base64.decode("%%%")',
    'to_number("x")',
    "1 / 0",
  ])("when %s fails: the rule is undefined", async (expression) => {
    const policy = regoPolicy(
      `package x\n\ndeny contains "failed" if ${expression} != "impossible"\n\ndeny contains "always"\n`,
    );
    const { rego, topdown } = await bothSay(engines, policy, creating(spec));
    expect(topdown.violations.map(({ message }) => message)).toEqual(["always"]);
    expect(rego).toEqual(topdown);
  });

  const text = regoPolicy(`package x

deny contains sprintf(input.request.object.spec.format, input.request.object.spec.operands)

deny contains "always"
`);
  const compiled = Promise.all((["rego", "topdown"] as const).map((id) => engines.get(id).compile([text])));
  const word = fc.oneof(
    fc.constantFrom("%v", "%s", "%d", "%%", "%5d", "%+v", "%q", "%", "%!"),
    fc.string({ unit: "binary" }),
  );
  const operand = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.boolean(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
    fc.jsonValue(),
  );

  property.prop([fc.array(word), fc.array(operand)])(
    "of `sprintf` with any format and operands",
    async (words, operands) => {
      const request = creating({ format: words.join("").toWellFormed(), operands: wellFormed(operands as Json[]) });
      const [rego, topdown] = await Promise.all((await compiled).map(({ judge }) => judge?.(request, raw)));
      expect(topdown?.decision).toBe("deny");
      expect(rego).toEqual(topdown);
    },
  );
});

/** JSON that crosses a wire in UTF-8 as it is. */
function wellFormed(value: Json): Json {
  return JSON.parse(
    JSON.stringify(value)
      .toWellFormed()
      .replaceAll(/\\ud[89a-f][0-9a-f]{2}/gi, "x"),
  ) as Json;
}
