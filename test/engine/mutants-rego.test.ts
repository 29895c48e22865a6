import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Mutant, Policy } from "../../harness/model/index.ts";
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

const shown = ({ place, operator, original, replacement }: Mutant): string =>
  `${place.path}:${place.line}:${place.column} ${operator}: ${original} -> ${replacement}`;

async function mutantsOf(of: Policy): Promise<readonly Mutant[]> {
  const { value, problems } = await engines.mutants(of);
  expect(problems).toBeUndefined();
  return value ?? [];
}

describe("mutants of policies in Rego", () => {
  it("are made in every source, and not in the library", async () => {
    expect((await mutantsOf(policy)).map(shown)).toEqual([
      "rego/host/more.rego:3:6 number: 7 -> 0",
      "rego/host/more.rego:3:6 number: 7 -> 6",
      "rego/host/more.rego:3:6 number: 7 -> 8",
      'rego/host/policy.rego:5:15 message: "host network" -> ""',
      "rego/host/policy.rego:5:33 condition: pod.spec.hostNetwork == true -> true",
      "rego/host/policy.rego:5:54 comparison: == -> !=",
      "rego/host/policy.rego:5:57 boolean: true -> false",
    ]);
  });

  it("carry the policy with that one change, and what of the library it uses", async () => {
    const [first] = await mutantsOf(policy);
    expect(first).toMatchObject({ control: "host", engine: "rego" });
    expect(first?.policy).toEqual({
      ...policy,
      sources: [source, { ...helper, text: "package host\n\nx := 0\n" }],
      library: library.slice(0, 1),
    });
  });

  it.each(["rego", "topdown"] as const)("judge otherwise than the original in %s", async (engine) => {
    const found = await mutantsOf({ ...policy, engine });
    const slip = found.find(({ operator }) => operator === "comparison");
    const said = [];
    for (const each of [{ ...policy, engine }, slip?.policy ?? policy]) {
      const { judge } = await engines.get(engine).compile([each]);
      said.push((await judge?.(creating({ hostNetwork: true }), raw))?.decision);
    }
    expect(said).toEqual(["deny", "allow"]);
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
