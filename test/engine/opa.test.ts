import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const policy = { path: "rego/x/x.rego", text: 'package x\n\ndeny contains "no" if input.request.bad\n' };
const test = {
  path: "rego/x/x_test.rego",
  text: 'package x_test\n\nimport data.x\n\ntest_right if x.deny == {"no"} with input as {"request": {"bad": true}}\n\ntest_wrong if x.deny == {"yes"}\n',
};

describe("the tools of OPA", () => {
  it("check finds nothing in a sound module, and names the place of what is wrong", async () => {
    expect(await engines.check([policy])).toEqual({ value: [] });
    const { value } = await engines.check([{ path: "a.rego", text: "package a\n\np := q\n" }]);
    expect(value?.map(({ code, place }) => ({ code, place }))).toEqual([
      { code: "bad-policy", place: { path: "a.rego", line: 3, column: 6 } },
    ]);
  });

  it("inspect finds entrypoints, and leaves tests out", async () => {
    const { value } = await engines.inspect([policy, test]);
    expect(value?.entrypoints.map(({ ref, kind, shapes }) => ({ ref, kind, shapes }))).toEqual([
      { ref: "x/deny", kind: "deny", shapes: ["admission"] },
    ]);
    expect(value?.packages.map((each) => each.package)).toEqual(["x"]);
  });

  it("format gives OPA's layout", async () => {
    const { value } = await engines.format([{ path: "a.rego", text: "package a\np:=1" }]);
    expect(value?.modules).toEqual([{ path: "a.rego", text: "package a\n\np := 1\n", changed: true }]);
  });

  it("test runs unit tests, with coverage where it is asked for", async () => {
    const { value } = await engines.testRego({ modules: [policy, test], coverage: true });
    expect(value?.results.map(({ name, status }) => [name, status])).toEqual([
      ["test_right", "pass"],
      ["test_wrong", "fail"],
    ]);
    expect(value?.coverage?.map(({ path }) => path)).toContain("rego/x/x.rego");
  });

  it("test gives the compiler's words with their places for a module that does not compile", async () => {
    const { problems } = await engines.testRego({ modules: [{ path: "a.rego", text: "package a\n\np := q\n" }] });
    expect(problems?.map(({ code, place }) => [code, place?.path])).toEqual([["bad-policy", "a.rego"]]);
  });
});
