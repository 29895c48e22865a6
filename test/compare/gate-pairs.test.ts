import { afterAll, describe, expect, test } from "vitest";
import { casesOfBoth, gatePairs, usedBy } from "../../harness/compare/index.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { Case, Control, EngineId, JsonObject, Policy } from "../../harness/model/index.ts";

const lib = (name: string, body: string): { path: string; text: string } => ({
  path: `rego/lib/${name}.rego`,
  text: `package ${name === "lib" ? "lib" : `lib.${name}`}\n\n${body}\n`,
});

function policy(text: string, more: Partial<Policy> = {}, engine: EngineId = "rego"): Policy {
  return { control: "a", engine, sources: [{ path: `${engine}/a/policy`, text }], ...more };
}

function control(...policies: readonly Policy[]): readonly Control[] {
  return [{ id: "a", policies, cases: [] }];
}

const engines = openEngines();
afterAll(() => engines.close());

/** What is compared of one control: `rego~rego`. */
async function compared(base: readonly Control[], head: readonly Control[]): Promise<readonly string[]> {
  const { used } = await usedBy(base, head, engines);
  return gatePairs(base, head, ["a"], { used }).pairs.map((pair) => {
    const to = pair.head.policies.length === 0 ? "nothing" : pair.head.engine;
    return `${pair.base.engine}~${to}`;
  });
}

describe("`gatePairs()`", () => {
  const using = (ref: string): string => `package a\n\nimport data.lib\n\ndeny contains "x" if ${ref}\n`;
  const library = [
    lib("lib", "ok if input.ok\n\nother if input.other"),
    lib("hosts", "bad if data.lib.nets.bad"),
    lib("nets", "bad if input.bad"),
  ];
  const changed = (name: string): Policy["library"] =>
    library.map((file) =>
      file.path.endsWith(`/${name}.rego`) ? { ...file, text: file.text.replaceAll(/\.(ok|bad)$/gm, ".now") } : file,
    );

  test.each([
    ["a rule that it calls", "lib.ok", "lib", true],
    ["a rule beside one that it calls", "lib.other", "lib", false],
    ["a module that only others use, beside one that it calls", "lib.ok", "nets", false],
    ["a module behind another one", "lib.hosts.bad", "nets", true],
    ["a module that it names in full", "data.lib.nets.bad", "nets", true],
    ["any module, where it looks all of them through", "data.lib[_].bad", "nets", true],
    ["any module, where it hands the import on", "count(lib) > 0", "hosts", true],
  ])("compares a control where the change is in %s", async (_, ref, name, isCompared) => {
    const base = control(policy(using(ref), { library }));
    const head = control(policy(using(ref), { library: changed(name) ?? [] }));
    expect(await compared(base, head)).toEqual(isCompared ? ["rego~rego"] : []);
  });

  test("compares none where only comments, METADATA or names of variables changed, and says so", async () => {
    const [base, head] = ["x", "# Nothing else.\ny"].map((name) =>
      control(policy(`package a\n\ndeny contains "x" if {\n${name} := input.x\n${name.at(-1)} == 1\n}\n`)),
    );
    const { used } = await usedBy(base ?? [], head ?? [], engines);
    expect(gatePairs(base ?? [], head ?? [], ["a"], { used })).toMatchObject({
      pairs: [],
      outcomes: [{ status: "skipped", reason: "no rule that decides anything changed" }],
    });
  });

  test("leaves out modules that a policy does not need, and keeps those that these need", async () => {
    const more = [...library, lib("far", "x if data.lib.nets.bad"), lib("deep", "x if true")];
    const base = control(policy(using("lib.hosts.bad"), { library: more }));
    const head = control(policy(using("not lib.hosts.bad"), { library: more }));
    const [pair] = gatePairs(base, head, ["a"], await usedBy(base, head, engines)).pairs;
    const paths = pair?.head.policies[0]?.library?.map(({ path }) => path);
    expect(paths).toEqual(["rego/lib/hosts.rego", "rego/lib/nets.rego"]);
  });

  test("takes all that a policy is given where it does not compile", async () => {
    const base = control(policy("package a\n\ndeny contains", { library }));
    const head = control(policy("package a\n\ndeny contains", { library: changed("nets") ?? [] }));
    expect(await compared(base, head)).toEqual(["rego~rego"]);
  });

  test("knows what a policy uses beside a module that is broken and that it does not need, and says what is wrong", async () => {
    const text = using("lib.hosts.bad");
    const base = control(policy(text, { library: [...library, lib("far", "x if")] }));
    const head = control(policy(text, { library }));
    const { used, problems } = await usedBy(base, head, engines);
    expect(gatePairs(base, head, ["a"], { used }).pairs).toEqual([]);
    expect(problems).toMatchObject([
      {
        code: "bad-policy",
        message: expect.stringMatching(/^in the revision `base`: /),
        place: { path: "rego/lib/far.rego" },
      },
    ]);
  });

  test("compares all policies where the release of Kubernetes is another one", () => {
    const same = control(policy("a", {}, "cel"), policy("a"));
    const of = (...kubernetes: [string | undefined, string | undefined]) =>
      gatePairs(same, same, ["a"], { kubernetes });
    expect(of("1.30", "1.30").pairs).toEqual([]);
    const { pairs } = of(undefined, "1.31");
    expect(pairs.map(({ base }) => base.engine)).toEqual(["cel", "rego"]);
    expect(pairs[0]?.diff).toBe("--- a/(kubernetes)\n+++ b/(kubernetes)\n@@ -1,1 +1,1 @@\n-the engine's own\n+1.31");
    expect(pairs[0]?.change).not.toBe(of("1.30", "1.31").pairs[0]?.change);
  });

  test("compares a control whose data changed, and none for data that it does not use", async () => {
    const of = (data: JsonObject): readonly Control[] => control(policy(using("data.limits.most > 1"), { data }));
    expect(await compared(of({ limits: { most: 1 } }), of({ limits: { most: 2 } }))).toEqual(["rego~rego"]);
    expect(await compared(of({ limits: { a: 1, b: 2 }, teams: 1 }), of({ teams: 2, limits: { b: 2, a: 1 } }))).toEqual(
      [],
    );
  });

  test("compares where a setting changed, and not where a file was moved or has other line ends", async () => {
    const text = using("lib.ok");
    expect(await compared(control(policy(text)), control(policy(text, { shape: "object" })))).toEqual(["rego~rego"]);
    const moved = { ...policy(""), sources: [{ path: "elsewhere.rego", text: text.replaceAll("\n", "\r\n") }] };
    expect(await compared(control(policy(text)), control(moved))).toEqual([]);
  });

  test("holds policies that came in the place of others against those, and what is gone against nothing", async () => {
    const [rego, cel, podsecurity] = [policy("a"), policy("b", {}, "cel"), policy("c", {}, "podsecurity")];
    expect(await compared(control(rego), control(cel))).toEqual(["rego~cel"]);
    expect(await compared(control(rego, cel), control(cel))).toEqual(["rego~nothing"]);
    expect(await compared(control(rego, cel), control(cel, podsecurity))).toEqual(["rego~podsecurity"]);
    expect(await compared(control(rego), [])).toEqual(["rego~nothing"]);
  });

  test("says of what is not compared why", () => {
    const reasons = (base: readonly Control[], head: readonly Control[]): readonly (string | undefined)[] =>
      gatePairs(base, head, ["a"]).outcomes.map(({ reason }) => reason);
    expect(reasons([], control(policy("a")))).toEqual(["the control is new: there is nothing to compare it with"]);
    expect(reasons(control(policy("a")), control(policy("a"), policy("b", {}, "cel")))).toEqual([
      "its policies did not change",
      "its policy for cel is new",
    ]);
    const outside = [policy("", { sources: [] }, "cluster"), policy("", { sources: [], run: ["a"] }, "command")];
    expect(reasons(control(...outside), control(...outside.slice(0, 1)))).toEqual([
      "a live cluster has no revision",
      "what a program is made of is not seen",
    ]);
  });

  test("points at the first line that changed, where its file is still there", () => {
    const placeOf = (before: readonly Policy[], after: readonly Policy[]): unknown =>
      gatePairs(control(...before), control(...after), ["a"]).pairs[0]?.place;
    expect(placeOf([policy("1\n2\n3\n")], [policy("1\n2\n4\n")])).toEqual({ path: "rego/a/policy", line: 3 });
    expect(placeOf([policy("1\n2\n")], [policy("2\n")])).toEqual({ path: "rego/a/policy", line: 1 });
    expect(placeOf([policy("1")], [])).toBeUndefined();
    expect(placeOf([policy("1")], [policy("1", { shape: "object" })])).toBeUndefined();
  });

  test("hashes a change so that no other one has the hash, and shows its lines", () => {
    const of = (before: string, after: string): readonly [string, string] => {
      const [pair] = gatePairs(control(policy(before)), control(policy(after)), ["a"]).pairs;
      return [pair?.change ?? "", pair?.diff ?? ""];
    };
    const [hash, diff] = of("a\nb\n", "a\nc\n");
    expect(diff).toBe("--- a/rego/a/policy\n+++ b/rego/a/policy\n@@ -1,2 +1,2 @@\n a\n-b\n+c");
    expect(of("a\nb\n", "a\nc\n")[0]).toBe(hash);
    expect(new Set([hash, of("a\nc\n", "a\nb\n")[0], of("a\nb\n", "a\nd\n")[0]]).size).toBe(3);
    expect(of("", "x\n".repeat(500))[1]).toMatch(/\n… \d+ more lines$/);
  });
});

describe("`casesOfBoth()`", () => {
  const one = (name: string, text: string): Case => {
    const request = { operation: "CREATE", object: { text } } as const;
    return { control: "a", name, place: { path: name }, request, world: {}, expect: {} };
  };

  test("has each request once, those of the head first, and both of a case that was changed", () => {
    const both = casesOfBoth(
      [one("kept", "1"), one("gone", "2"), one("edited", "3")],
      [one("renamed", "1"), one("edited", "4")],
    );
    expect(both.map(({ name, request }) => [name, request.object])).toEqual([
      ["renamed", { text: "1" }],
      ["edited", { text: "4" }],
      ["gone", { text: "2" }],
      ["edited", { text: "3" }],
    ]);
  });
});
