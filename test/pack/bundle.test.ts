import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { JsonObject, SourceFile } from "../../harness/model/index.ts";

const root = join(import.meta.dirname, "..", "..");
const engines = openEngines();
const rego = loadProject(root).controls.flatMap(({ policies }) => policies.filter(({ engine }) => engine === "rego"));
const all = rego.flatMap(({ sources, library = [] }) => [...sources, ...library]);
const modules: readonly SourceFile[] = [...new Map(all.map((one) => [one.path, one])).values()];
const documented = readFileSync(join(root, "docs", "using-the-pack.md"), "utf8");
const [, review = ""] = /^```json\n([\s\S]*?)^```$/m.exec(documented) ?? [];
const { object } = (JSON.parse(review) as { readonly request: JsonObject }).request as { readonly object: JsonObject };
const alone = JSON.stringify(object);
let rules: readonly string[] = [];
let packages: readonly string[] = [];

beforeAll(async () => {
  const { value } = await engines.inspect(modules);
  rules = value?.entrypoints.map(({ package: name, rule }) => `data.${name}.${rule}`) ?? [];
  packages = [...new Set(value?.entrypoints.map(({ package: name }) => name))];
});

afterAll(() => engines.close());

/** The rules of which something holds, asked in one bundle of all controls. */
async function holdingOf(asked: readonly string[], body: (rule: string) => string): Promise<readonly string[]> {
  const tests = asked.map((rule, at) => `test_${at} if {\n${body(rule)}\n}\n`);
  const module = { path: "asked_test.rego", text: `package asked_test\n\n${tests.join("\n")}` };
  const { value, problems } = await engines.testRego({ modules: [...modules, module] });
  expect(problems).toBeUndefined();
  const passed = new Set(value?.results.filter(({ status }) => status === "pass").map(({ name }) => name));
  return asked.filter((_, at) => passed.has(`test_${at}`));
}

describe("the pack as one bundle", () => {
  it("compiles in strict mode, controls and libraries together", async () => {
    expect(rego.length).toBeGreaterThan(70);
    expect(await engines.check(modules, { strict: true })).toEqual({ value: [] });
  });

  it("answers `deny` or `warn` of every control with a set, for the review that docs/using-the-pack.md shows", async () => {
    expect([...packages].sort()).toEqual(rego.map(({ control }) => control.replaceAll("-", "_")).sort());
    expect(await holdingOf(rules, (rule) => `is_set(${rule}) with input as ${review}`)).toEqual(rules);
  });

  it("says of an object alone, as conftest gives it, what it says of the request to create it", async () => {
    const same = (rule: string) =>
      `one := ${rule} with input as ${review}\n two := ${rule} with input as ${alone}\n one == two`;
    expect(await holdingOf(rules, same)).toEqual(rules);
    const denies = (rule: string) => `count(${rule}) > 0 with input as ${alone}`;
    expect(await holdingOf(rules, denies)).toContain("data.pss.baseline.privileged.deny");
  });
});
