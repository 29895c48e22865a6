import { describe, expect, test } from "vitest";
import {
  homelessDifferences,
  type SearchOptions,
  type Shrinking,
  search,
  staleDifferences,
} from "../../harness/compare/index.ts";
import {
  type Case,
  type JsonObject,
  type KnownDifference,
  reasonToDiffer,
  type Side,
  type Trial,
} from "../../harness/model/index.ts";
import { caseOf, denied, verdict } from "./_controls.ts";

const trialOf = (json: JsonObject): Trial => ({ request: { operation: "CREATE", object: { json } }, world: {} });
const objectOf = ({ object }: Trial["request"]): JsonObject =>
  object !== undefined && "json" in object ? object.json : {};
const shrinking: Shrinking = {
  *smaller({ request }) {
    const object = objectOf(request);
    for (const key of Object.keys(object))
      yield trialOf(Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)));
  },
  sizeOf: ({ request }) => Object.keys(objectOf(request)).length,
};
const left: Side = {
  name: "rego",
  judge: async (request) => {
    const { a, b } = objectOf(request);
    return a === true || b === true ? denied("no") : verdict({});
  },
};
const right: Side = { name: "cel", judge: async () => verdict({}) };
/** Every object has the field `a`, which is known, and each hundredth `b` instead. */
const draw = (index: number): Trial => trialOf(index % 100 === 99 ? { b: true, c: index } : { a: true, c: index });
const onA = caseOf("x", "on a", { request: trialOf({ a: true }).request });
const onNothing = caseOf("x", "on nothing", { request: trialOf({ c: 1 }).request });
const find = (options: Partial<SearchOptions> = {}) =>
  search(left, right, {
    control: "x",
    cases: [onNothing, onA],
    stream: { seed: 1, draw },
    runs: 40,
    shrinking,
    known: (one: Case) => (one.name === "on a" ? "a is meant" : undefined),
    ...options,
  });
const forms = (found: readonly { readonly trial: Trial }[]) => found.map(({ trial }) => objectOf(trial.request));

describe("a known case", () => {
  test("makes every difference of its cause known, and those on which the sides agree are told", async () => {
    const { comparison, differences, alike } = await find();
    expect(differences).toEqual([]);
    expect(forms(comparison.known)).toEqual([{ a: true }]);
    expect(comparison.known.map(({ known }) => known)).toEqual(["a is meant"]);
    expect(comparison).toMatchObject({ agreed: 1, differed: 41, causes: 0 });
    expect(alike.map(({ name }) => name)).toEqual(["on nothing"]);
  });

  test("makes it known also where another run compares the case", async () => {
    const { comparison, differences } = await find({ cases: [], elsewhere: [onA] });
    expect([differences, forms(comparison.known)]).toEqual([[], [{ a: true }]]);
    const shard = await find({ shard: { index: 1, count: 2 } });
    expect([shard.differences, forms(shard.comparison.known)]).toEqual([[], [{ a: true }]]);
  });

  test("is no reason to look at nothing else: alike differences are still found", async () => {
    const early = (index: number): Trial => draw(index === 50 ? 99 : index);
    const { differences } = await find({ stream: { seed: 1, draw: early }, runs: 60 });
    expect(forms(differences)).toEqual([{ b: true }]);
  });

  test("that nobody knows is a finding", async () => {
    const { comparison, differences } = await find({ known: () => undefined });
    expect([forms(differences), comparison.known, comparison.causes]).toEqual([[{ a: true }], [], 1]);
  });
});

describe("the list of known differences", () => {
  const place = { path: "known-differences.yaml", line: 1, column: 3 };
  const entry: KnownDifference = { control: "x", engines: ["cel", "rego"], case: "on a", reason: "meant", place };

  test("is about two engines in whatever order, and a case can say so itself", () => {
    expect(reasonToDiffer(onA, ["rego", "cel"], [entry])).toBe("meant");
    expect(reasonToDiffer(onA, ["rego", "podsecurity"], [entry])).toBe(undefined);
    expect(reasonToDiffer(onNothing, ["rego", "cel"], [entry])).toBe(undefined);
    expect(reasonToDiffer({ ...onA, control: "y" }, ["rego", "cel"], [entry])).toBe(undefined);
    const declared: Case = { ...onA, expect: { decision: "deny" }, engines: { podsecurity: { decision: "allow" } } };
    expect(reasonToDiffer(declared, ["rego", "podsecurity"], [])).toBe("the case expects it");
    expect(reasonToDiffer(declared, ["rego", "cel"], [])).toBe(undefined);
  });

  test("has stale entries where the engines agree, and none where others do", () => {
    expect(staleDifferences([entry], [{ engines: ["rego", "cel"], alike: [onA] }])).toEqual([
      {
        kind: "stale-difference",
        control: "x",
        place,
        message:
          "a known difference is none: `cel` and `rego` do not differ on the case `on a` any more; take it off the list",
      },
    ]);
    expect(staleDifferences([entry], [{ engines: ["rego", "podsecurity"], alike: [onA] }])).toEqual([]);
    expect(staleDifferences([entry], [{ engines: ["rego", "cel"], alike: [onNothing] }])).toEqual([]);
  });

  test("has entries without a home where control, policy or case is not there, or no second engine reads the case", () => {
    const policies = (["rego", "cel"] as const).map((engine) => ({ control: "x", engine, sources: [] }));
    const raw = { ...onA, name: "raw", world: { raw: true } };
    const controls = [{ id: "x", policies, cases: [onA, raw] }];
    const whyOf = (change: Partial<KnownDifference>) =>
      homelessDifferences([{ ...entry, ...change }], { controls, engines: ["rego", "cel", "podsecurity"] }).map(
        ({ message }) => /^a known difference is none: (.*); take it off the list$/.exec(message)?.[1],
      );
    expect(whyOf({})).toEqual([]);
    expect(whyOf({ control: "y" })).toEqual(["there is no control `y`"]);
    expect(whyOf({ engines: ["rego", "podsecurity"] })).toEqual(["the control `x` has no policy for `podsecurity`"]);
    expect(whyOf({ engines: ["rego", "topdown"] })).toEqual([]);
    expect(whyOf({ case: "gone" })).toEqual(["the control `x` has no case `gone`"]);
    expect(whyOf({ case: "raw" })).toEqual(["the case `raw` is raw, and only Rego reads such objects"]);
  });
});
