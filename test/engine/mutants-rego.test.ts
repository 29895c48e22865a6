import { afterAll, describe, expect, it } from "vitest";
import { type JudgingMutant, openEngines } from "../../harness/engine/index.ts";
import type { Policy } from "../../harness/model/index.ts";
import { creating, raw } from "./_rego.ts";

const engines = openEngines();
afterAll(() => engines.close());

const library = [
  { path: "rego/lib/pod.rego", text: "package lib.pod\n\nspec := input.request.object.spec\n" },
  { path: "rego/lib/unused.rego", text: "package lib.unused\n\nx := 1\n" },
];
const source = {
  path: "rego/host/policy.rego",
  text: 'package host\n\nimport data.lib.pod\n\ndeny contains "host network" if pod.spec.hostNetwork == true\n',
};
const helper = { path: "rego/host/more.rego", text: "package host\n\nx := 7\n" };
const policy: Policy = { control: "host", engine: "rego", sources: [source, helper], library };

const decides = ["number", "condition", "comparison", "boolean"];

const shown = ({ mutant: { place, operator, original, replacement } }: JudgingMutant): string =>
  `${place.path}:${place.line}:${place.column} ${operator}: ${original} -> ${replacement}`;

async function mutantsOf(of: Policy, operators: readonly string[] = decides): Promise<readonly JudgingMutant[]> {
  const { value, problems } = await engines.mutants(of, { operators });
  expect(problems).toBeUndefined();
  return value?.mutants ?? [];
}

describe("mutants of policies in Rego", () => {
  it("are made in every source, and not in the library", async () => {
    expect((await mutantsOf(policy, [...decides, "message"])).map(shown)).toEqual([
      "rego/host/more.rego:3:6 number: 7 -> 0",
      "rego/host/more.rego:3:6 number: 7 -> 6",
      "rego/host/more.rego:3:6 number: 7 -> 8",
      'rego/host/policy.rego:5:15 message: "host network" -> ""',
      "rego/host/policy.rego:5:33 condition: pod.spec.hostNetwork == true -> true",
      "rego/host/policy.rego:5:54 comparison: == -> !=",
      "rego/host/policy.rego:5:57 boolean: true -> false",
    ]);
  });

  it("change what is decided unless slips in words are asked for", async () => {
    const { value } = await engines.mutants(policy);
    expect(new Set(value?.mutants.map(({ mutant }) => mutant.operator))).toEqual(new Set(decides));
  });

  it.each(["rego", "topdown"] as const)("judge as %s with that one change does", async (engine) => {
    const of = { ...policy, engine };
    const slip = (await mutantsOf(of)).find(({ mutant }) => mutant.operator === "comparison");
    const changed = { ...of, sources: [{ ...source, text: source.text.replace("==", "!=") }, helper] };
    const said = [];
    for (const each of [of, changed]) {
      const { judge } = await engines.get(engine).compile([each]);
      said.push(await judge?.(creating({ hostNetwork: true }), raw));
    }
    said.push(await slip?.judge(creating({ hostNetwork: true }), raw));
    expect(said.map((verdict) => verdict?.decision)).toEqual(["deny", "allow", "allow"]);
    expect(said[2]).toEqual(said[1]);
  });

  it("judge no more when they were dropped", async () => {
    const { value } = await engines.mutants(policy);
    value?.drop();
    expect(await value?.mutants[0]?.judge(creating({}), raw)).toMatchObject({ decision: "error" });
  });

  it("are refused with the place of what does not compile", async () => {
    const { problems } = await engines.mutants({
      ...policy,
      sources: [{ path: "a.rego", text: "package a\n\np := q\n" }],
    });
    expect(problems).toMatchObject([{ code: "bad-policy", place: { path: "a.rego", line: 3 } }]);
  });

  it("are not made of what has no syntax tree here", async () => {
    const { problems } = await engines.mutants({ control: "host", engine: "podsecurity", sources: [] });
    expect(problems).toMatchObject([
      { code: "bad-usage", message: "policies for the engine `podsecurity` are not mutated (control `host`)" },
    ]);
  });
});
