import { describe, expect, test } from "vitest";
import { type SearchOptions, type Shrinking, type Stream, search } from "../../harness/compare/index.ts";
import type { Difference, Json, JsonObject, Judge, Side, Trial, Verdict } from "../../harness/model/index.ts";
import { caseOf, denied, verdict } from "./_controls.ts";

type Say = (object: JsonObject) => Verdict;

const allow = verdict({});
const objectOf = ({ request }: Trial): JsonObject =>
  request.object !== undefined && "json" in request.object ? request.object.json : {};
const trialOf = (json: JsonObject): Trial => ({ request: { operation: "CREATE", object: { json } }, world: {} });
const judgeOf =
  (say: Say): Judge =>
  async (request, world) =>
    say(objectOf({ request, world }));
const sideOf = (name: string, say: Say): Side => ({ name, judge: judgeOf(say) });

/** Leaves out one field, or takes one from a number. */
const shrinking: Shrinking = {
  *smaller(trial) {
    const object = objectOf(trial);
    for (const key of Object.keys(object)) yield trialOf(without(object, key));
    for (const [key, value] of Object.entries(object))
      if (typeof value === "number" && value > 0) yield trialOf({ ...object, [key]: value - 1 });
  },
  sizeOf: (trial) => Object.keys(objectOf(trial)).length,
};

const without = (object: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));

/** Objects whose fields count from the index on, so that every one is another. */
const stream: Stream = { seed: 7, draw: (index) => trialOf({ a: index % 5, b: index % 3, c: index }) };
const defaults: SearchOptions = { control: "x", cases: [], stream, runs: 30, shrinking };
const find = (left: Say, right: Say, options: Partial<SearchOptions> = {}) =>
  search(sideOf("left", left), sideOf("right", right), { ...defaults, ...options });
const number = (value: Json | undefined): number => (typeof value === "number" ? value : 0);
const denyWhen =
  (wrong: (object: JsonObject) => boolean, message = "no"): Say =>
  (object) =>
    wrong(object) ? denied(message) : allow;
const shown = ({ trial, origins, differences }: Difference) => ({
  object: objectOf(trial),
  origins: origins.map((origin) => ("case" in origin ? origin.case : origin.index)),
  differences,
});

describe("two judges that differ", () => {
  test("on one field give one difference: the smallest object, found first, and what else shrinks to it", async () => {
    const { differences, comparison } = await find(
      denyWhen(({ a }) => number(a) >= 2),
      denyWhen(({ a }) => number(a) > 2),
    );
    expect(differences.map(shown)).toEqual([
      { object: { a: 2 }, origins: [2, 7, 12, 17, 22, 27], differences: ["`left` denies, `right` allows"] },
    ]);
    expect(comparison).toMatchObject({ generated: 30, agreed: 24, differed: 6, refused: 0, unmatched: 0, failed: 0 });
    expect(comparison.decided).toEqual({
      left: { allow: 12, deny: 18, skip: 0, error: 0, warned: 0, changed: 0, rules: { p: 18 } },
      right: { allow: 18, deny: 12, skip: 0, error: 0, warned: 0, changed: 0, rules: { p: 12 } },
    });
  });

  test("for two causes give two differences, also where both look alike, of which eight are shrunk", async () => {
    const { differences } = await find(
      denyWhen(({ a, b }) => number(a) >= 4 || number(b) >= 2),
      () => allow,
    );
    expect(differences.map(shown)).toEqual([
      { object: { b: 2 }, origins: [2, 5, 8, 11, 14, 17], differences: ["`left` denies, `right` allows"] },
      { object: { a: 4 }, origins: [4, 9], differences: ["`left` denies, `right` allows"] },
    ]);
  });

  test("for two causes give two differences where it is the params that tell them apart", async () => {
    const drawn = (index: number): Trial => ({
      ...trialOf({ a: 1 }),
      world: { params: index % 2 === 0 ? { low: 1 } : { high: 1 } },
    });
    const { differences } = await search(
      sideOf("left", () => denied("no")),
      sideOf("right", () => allow),
      { ...defaults, stream: { seed: 7, draw: drawn }, shrinking: { smaller: () => [], sizeOf: () => 2 } },
    );
    expect(differences.map(({ trial }) => trial.world.params)).toEqual([{ low: 1 }, { high: 1 }]);
  });

  test("in messages alone differ only where messages are compared", async () => {
    const [left, right] = [denyWhen(({ a }) => a === 1, "one (1)"), denyWhen(({ a }) => a === 1, "one (2)")];
    expect((await find(left, right)).differences).toEqual([]);
    const { differences } = await find(left, right, { messages: true });
    expect(differences.map(shown)).toEqual([
      {
        object: { a: 1 },
        origins: [1, 6, 11, 16, 21, 26],
        differences: ["only `left` says `one (1)`", "only `right` says `one (2)`"],
      },
    ]);
  });

  const advise = (message: string): Verdict => verdict({ warnings: [message], advice: [{ policy: "p", message }] });
  const warnWhen =
    (wrong: (object: JsonObject) => boolean, message = "mind"): Say =>
    (object) =>
      wrong(object) ? advise(message) : verdict({ advice: [] });

  test("in what they warn of differ, and so are shrunk", async () => {
    const { differences, comparison } = await find(
      warnWhen(({ a }) => number(a) >= 2),
      warnWhen(({ a }) => number(a) > 2, "mind you"),
    );
    expect(differences.map((one) => [shown(one).object, one.differences])).toEqual([
      [{ a: 2 }, ["`left` allows with a warning, `right` allows without one"]],
    ]);
    expect(comparison.decided.left).toEqual({
      allow: 30,
      deny: 0,
      skip: 0,
      error: 0,
      warned: 18,
      changed: 0,
      rules: { p: 18 },
    });
  });

  test("in the words of warnings alone differ only where messages are compared", async () => {
    const [left, right] = [warnWhen(({ a }) => a === 1), warnWhen(({ a }) => a === 1, "mind you")];
    expect((await find(left, right)).differences).toEqual([]);
    expect((await find(left, right, { messages: true })).differences.map((one) => one.differences)).toEqual([
      ["only `left` says `mind`", "only `right` says `mind you`"],
    ]);
  });

  test("in warnings agree where one of them does not tell what its policies warn of", async () => {
    const { differences } = await find(
      warnWhen(({ a }) => a === 1),
      () => verdict({ warnings: ["would violate"] }),
    );
    expect(differences).toEqual([]);
  });

  test("in what they make of an object differ, where both are the API server's", async () => {
    const change =
      (to: number, response = {}): Say =>
      (object) =>
        verdict({ ...response, ...(number(object["a"]) > 1 ? { object: { ...object, set: to } } : {}) });
    const served = { response: { allowed: true }, advice: [] };
    const live = { response: { allowed: true } };
    const { differences, comparison } = await find(change(1, served), change(2, served));
    expect(differences.map((one) => [shown(one).object, one.differences])).toEqual([
      [{ a: 2 }, ["what `left` and `right` make of the object is not the same"]],
    ]);
    expect(comparison.decided.right).toMatchObject({ allow: 30, changed: 18 });
    expect((await find(change(1, served), change(1, served))).differences).toEqual([]);
    expect((await find(change(1, served), () => allow)).differences).toEqual([]);
    expect((await find(change(1, served), change(2, live))).differences).toEqual([]);
  });

  test("stay as they differ: shrinking does not turn an error into an allow", async () => {
    const failing = verdict({ decision: "error", errors: [{ code: "evaluation", message: "no such key" }] });
    const { differences } = await find(
      ({ c, a }) => (number(c) === 17 && a !== undefined ? failing : number(c) >= 17 ? denied("no") : allow),
      ({ c }) => (number(c) >= 20 ? denied("no") : allow),
    );
    expect(differences.map(({ left }) => left.verdict.decision)).toEqual(["error", "deny"]);
    expect(differences.map((difference) => shown(difference).object)).toEqual([{ a: 0, c: 17 }, { c: 17 }]);
  });
});

describe("what is no agreement is counted as what it is", () => {
  const error = (code: "bad-object" | "evaluation" | "engine-timeout"): Verdict =>
    verdict({ decision: "error", errors: [{ code, message: "m" }] });
  const both = async (said: Verdict) =>
    (
      await search(
        sideOf("left", () => said),
        sideOf("right", () => said),
        { ...defaults, runs: 3 },
      )
    ).comparison;

  test("refused by the API server on both sides", async () => {
    expect(await both(error("bad-object"))).toMatchObject({ refused: 3, agreed: 0 });
  });

  test("failing on both sides", async () => {
    expect(await both(error("evaluation"))).toMatchObject({ failed: 3, agreed: 0 });
  });

  test("matched by neither side", async () => {
    expect(await both(verdict({ decision: "skip", skipped: "no match" }))).toMatchObject({ unmatched: 3, agreed: 0 });
  });

  test("a broken tool is a problem, not a difference", async () => {
    const { problems, differences, comparison } = await find(
      () => error("engine-timeout"),
      () => allow,
    );
    expect(problems).toMatchObject([{ code: "engine-timeout", message: "m" }]);
    expect(differences).toEqual([]);
    expect(comparison.agreed).toBe(0);
  });

  test("nothing that applies lets pass as an allow does", async () => {
    const skip = verdict({ decision: "skip", skipped: "no match" });
    expect(
      (
        await find(
          () => skip,
          () => allow,
        )
      ).comparison,
    ).toMatchObject({ agreed: 30, unmatched: 0 });
    const { differences } = await find(
      () => skip,
      denyWhen(({ a }) => a === 1),
    );
    expect(differences[0]?.differences).toEqual(["`left` lets it pass, since nothing applies, `right` denies"]);
  });
});

describe("the trials", () => {
  const asked = async (options: Partial<SearchOptions>): Promise<readonly Json[]> => {
    const seen: Json[] = [];
    const say: Say = (object) => {
      seen.push(object["c"] ?? object["name"] ?? null);
      return allow;
    };
    await find(say, () => allow, options);
    return seen;
  };
  const cases = ["one", "two", "three"].map((name) => caseOf("x", name, { request: trialOf({ name }).request }));

  test("are the cases first, then the stream", async () => {
    expect(await asked({ cases, runs: 3 })).toEqual(["one", "two", "three", 0, 1, 2]);
  });

  test("are one index alone where it is asked for", async () => {
    expect(await asked({ cases, only: 17 })).toEqual([17]);
  });

  test("of all shards together are those of the whole, each once", async () => {
    const shares = await Promise.all([1, 2, 3].map((index) => asked({ cases, shard: { index, count: 3 } })));
    expect(shares.map((share) => share.slice(0, 3))).toEqual([
      ["one", 0, 3],
      ["two", 1, 4],
      ["three", 2, 5],
    ]);
    expect(shares.flat().sort()).toEqual((await asked({ cases })).toSorted());
  });

  test("end with the signal, and what was found stays", async () => {
    const stop = new AbortController();
    const { comparison, differences } = await find(
      denyWhen(({ a }) => a === 1),
      () => allow,
      {
        runs: 1_000_000,
        signal: stop.signal,
        onJudged: () => stop.abort(),
      },
    );
    expect(comparison.generated).toBeLessThan(1_000_000);
    expect(differences).toHaveLength(1);
  });
});

test("the same seed gives the same findings, whatever the order of the answers", async () => {
  const late: Say = denyWhen(({ b }) => number(b) >= 1);
  const slow: Side = {
    name: "left",
    judge: async (request, world) => {
      const object = objectOf({ request, world });
      await new Promise((done) => setTimeout(done, (number(object["c"]) * 7) % 5));
      return late(object);
    },
  };
  const first = await search(
    slow,
    sideOf("right", () => allow),
    defaults,
  );
  const second = await search(
    sideOf("left", late),
    sideOf("right", () => allow),
    defaults,
  );
  expect(first.differences).toEqual(second.differences);
});
