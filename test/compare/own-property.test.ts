import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  brokenBy,
  type CheckedProperty,
  checkProperty,
  type JsonObject,
  type Judge,
  type Property,
  properties,
  type Trial,
} from "../../harness/index.ts";
import configSchema from "../../harness/load/config.schema.json" with { type: "json" };
import { verdict } from "./_controls.ts";

const root = join(import.meta.dirname, "../..");
const trialOf = (spec: JsonObject): Trial => ({
  request: { operation: "CREATE", object: { json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec } } },
  world: {},
});
const objectOf = ({ request }: Trial): JsonObject => (request.object as { readonly json: JsonObject }).json;
const specOf = (trial: Trial): JsonObject => objectOf(trial)["spec"] as JsonObject;

/** Denies by a test of the spec. */
const judgeOf =
  (wrong: (spec: JsonObject) => boolean): Judge =>
  async (request, world) =>
    verdict({ decision: wrong(specOf({ request, world })) ? "deny" : "allow" });

describe("a property of one's own", () => {
  test("runs as docs/formats.md shows it", async () => {
    const text = readFileSync(join(root, "docs/formats.md"), "utf8");
    const [, snippet = ""] = /```ts\n(import \{ checkProperty[\s\S]*?)```/.exec(text) ?? [];
    const folder = mkdtempSync(join(tmpdir(), "assay-property-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "own.ts");
    const given = "const { judge, trials } = (globalThis as any).given;";
    const found = "(globalThis as any).given.found = { checked, broken };";
    const entry = JSON.stringify(join(root, "harness/index.ts"));
    writeFileSync(file, `${given}\n${snippet.replace('"assay"', entry)}\n${found}\n`);
    const holder = globalThis as { given?: { found?: CheckedProperty; judge: Judge; trials: readonly Trial[] } };
    holder.given = { judge: judgeOf(({ hostname }) => hostname === "other"), trials: [trialOf({}), trialOf({ a: 1 })] };
    await import(file);
    expect(holder.given.found).toMatchObject({
      checked: 1,
      broken: {
        index: 0,
        how: "the host name was changed",
        changed: trialOf({ hostname: "other" }),
        differences: ["the host name was changed: allowed before and denied after"],
      },
    });
  });

  test("is broken by requests of fast-check, which makes them small itself", async () => {
    const orderAlike = properties["order-alike"] as Property;
    const judge = judgeOf(({ volumes }) => Array.isArray(volumes) && volumes[0] === 7);
    const spec = fc.record({ volumes: fc.array(fc.integer({ min: 0, max: 9 })), priority: fc.nat() });
    const holds = fc.asyncProperty(
      spec,
      async (one) => (await brokenBy({ property: orderAlike, judge }, trialOf(one))) === undefined,
    );
    const { failed, counterexample } = await fc.check(holds, { seed: 1, numRuns: 1000 });
    expect(failed).toBe(true);
    const volumes = counterexample?.[0].volumes ?? [];
    expect(counterexample?.[0].priority).toBe(0);
    expect([volumes.length, volumes.filter((one) => one === 7)]).toEqual([2, [7]]);
  });

  test("draws from a stream without an end until enough was checked", async () => {
    const stream: Iterable<Trial> = {
      *[Symbol.iterator]() {
        for (let index = 0; ; index++) yield trialOf({ index });
      },
    };
    const labels = properties["labels-alike"] as Property;
    const checked = await checkProperty({
      property: labels,
      judge: judgeOf(() => true),
      trials: [],
      generated: stream,
      runs: 57,
    });
    expect(checked).toEqual({ checked: 57, refused: 0, unmatched: 0, unbound: 0, problems: [] });
  });
});

describe("a warning", () => {
  const mind = [{ policy: "p", message: "mind" }];
  const warned = verdict({ advice: mind });
  const silent = verdict({ advice: [] });
  const labels = properties["labels-alike"] as Property;
  const hasLabels: (request: Parameters<Judge>[0]) => boolean = ({ object }) =>
    JSON.stringify(object).includes("labels");
  const check = (property: Property, before: ReturnType<typeof verdict>, after: ReturnType<typeof verdict>) =>
    checkProperty({
      property,
      judge: async (request) => (hasLabels(request) ? after : before),
      trials: [trialOf({})],
      runs: 1,
    });

  test("that comes or goes breaks what must be the same, and is less than a denial", async () => {
    const same = await check(labels, silent, warned);
    expect(same.broken?.differences[0]).toContain("allowed before and warned of after");
    const stricter: Property = { ...labels, relation: "never-stricter" };
    const looser: Property = { ...labels, relation: "never-looser" };
    expect((await check(stricter, silent, warned)).broken).toBeDefined();
    expect((await check(stricter, warned, silent)).broken).toBeUndefined();
    expect((await check(looser, warned, silent)).broken).toBeDefined();
    expect((await check(looser, verdict({ decision: "deny", advice: [] }), warned)).broken).toBeDefined();
    expect((await check(looser, warned, warned)).broken).toBeUndefined();
  });

  test("counts for nothing where the judge does not tell it from other warnings", async () => {
    expect((await check(labels, verdict({}), verdict({ warnings: ["mind"] }))).broken).toBeUndefined();
  });
});

describe("what is no check is counted as what it is", () => {
  const labels = properties["labels-alike"] as Property;
  const check = (judge: Judge, property: Property = labels) =>
    checkProperty({ property, judge, trials: [trialOf({})], runs: 3 });
  const error = (code: "bad-object" | "evaluation" | "engine-timeout") =>
    verdict({ decision: "error", errors: [{ code, message: "m" }] });

  test("refused by the API server", async () => {
    expect(await check(async () => error("bad-object"))).toMatchObject({ checked: 0, refused: 4 });
  });

  test("matched by no policy", async () => {
    const skip = verdict({ decision: "skip", skipped: "no match" });
    expect(await check(async () => skip)).toMatchObject({ checked: 0, unmatched: 4 });
  });

  test("not what the property speaks of", async () => {
    const never: Property = { ...labels, relation: "never-looser" };
    expect(await check(async () => verdict({}), never)).toMatchObject({ checked: 0, unbound: 4 });
  });

  test("a broken tool is a problem and breaks no property", async () => {
    const { broken, problems } = await check(async () => error("engine-timeout"));
    expect(broken).toBeUndefined();
    expect(problems).toMatchObject([{ code: "engine-timeout", message: "m" }]);
  });

  test("but a policy that fails breaks every property, also where it fails before and after", async () => {
    const { broken } = await check(async () => error("evaluation"));
    expect(broken?.differences).toEqual(["labels have one more key: failed before and failed after"]);
  });
});

test("a judge that says its reasons in another order the second time is not deterministic", async () => {
  let asked = 0;
  const reasons = ["a", "b"].map((message) => ({ policy: "p", message }));
  const judge: Judge = async () =>
    verdict({ decision: "deny", violations: asked++ % 2 === 0 ? reasons : reasons.toReversed() });
  const { broken } = await checkProperty({
    property: properties["deterministic"] as Property,
    judge,
    trials: [trialOf({})],
  });
  expect(broken?.differences).toEqual([
    "the same request was judged again: the violations are not the same or not in the same order",
  ]);
});

test("assay.yaml can name every property, and no other", () => {
  const { property, propertyUse } = configSchema.$defs;
  expect(property.enum).toEqual(Object.keys(properties));
  expect(propertyUse.properties.property.enum).toEqual(property.enum);
});
