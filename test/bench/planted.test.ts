import { isDeepStrictEqual } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { hunt } from "../../bench/planted/_hunt.ts";
import { type Planted, readPlanted } from "../../bench/planted/_read.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { Json, Judge, ObjectSource, Policy, Request, Trial, Verdict } from "../../harness/model/index.ts";

const engines = openEngines();
afterAll(() => engines.close());

const planted = readPlanted();

describe("the planted differences", () => {
  it("are sixty or more, of all three pairs of engines", () => {
    expect(planted.length).toBeGreaterThanOrEqual(60);
    const pairs = planted.map(({ left, right }) => [left[0]?.engine, right[0]?.engine].sort().join(" "));
    for (const pair of ["cel cel", "cel rego", "rego rego"]) {
      expect(pairs.filter((one) => one === pair).length, pair).toBeGreaterThan(planted.length / 5);
    }
  });

  it("begin with everything that was seen in public libraries", () => {
    const sources = planted.map(({ source }) => source).filter((source) => source !== "slip");
    expect(sources.every((source) => source.startsWith("section 7, "))).toBe(true);
    expect(sources.length).toBeGreaterThanOrEqual(23);
  });

  it("are each another pair of policies", () => {
    const texts = planted.map(({ left, right }) =>
      JSON.stringify([left, right].map((side) => side[0]?.sources[0]?.text)),
    );
    expect(new Set(texts).size).toBe(planted.length);
  });
});

describe("looking for a planted difference", () => {
  const one = planted.find(({ id }) => id === "privileged-init-only") as Planted;

  it("finds it, shrinks it to the smallest object, and does so again", async () => {
    const { found, smallest } = await hunt(engines, one, { seed: 1, directed: true, runs: 5000 });
    expect(found?.size).toBe(smallest);
    expect((await hunt(engines, one, { seed: 1, directed: true, runs: 5000 })).found).toEqual(found);
  });

  it("finds nothing between a policy and itself", async () => {
    const same = { ...one, right: one.left };
    expect((await hunt(engines, same, { seed: 1, directed: true, runs: 300 })).found).toBeUndefined();
  });
});

describe.for(planted)("$id", (one) => {
  it("shows its difference on the smallest object, which the API server takes", async () => {
    expect(await refusalOf(one.smallest)).toEqual(one.unreachable ? expect.stringContaining("Forbidden") : undefined);
    const [left, right] = await (await judges(one))(one.smallest);
    expect(left, "a right policy never fails").not.toBe("error");
    expect(right).not.toBe(left);
  });

  it("shows it on nothing smaller", async () => {
    const ask = await judges(one);
    const refusal = await refusalOf(one.smallest);
    const fewer = smallerTrials(one.smallest);
    expect(fewer.length).toBeGreaterThan(3);
    const still = await Promise.all(
      fewer.map(async (trial) => {
        const [left, right] = await ask(trial);
        return left !== right && (await refusalOf(trial)) === refusal ? [JSON.stringify(trial)] : [];
      }),
    );
    expect(still.flat()).toEqual([]);
  });
});

/** What both sides make of a trial: what is not denied is allowed; an error is neither. */
type Ask = (trial: Trial) => Promise<readonly [string, string]>;

async function judges({ left, right }: Planted): Promise<Ask> {
  const [ofLeft, ofRight] = await Promise.all([judgeOf(left), judgeOf(right)]);
  const stand = ({ decision }: Verdict): string => (decision === "skip" ? "allow" : decision);
  return async ({ request, world }) => [stand(await ofLeft(request, world)), stand(await ofRight(request, world))];
}

/** Why the API server does not take the objects of a trial, the old one as a new one; also where the trial asks for no validation. */
async function refusalOf({ request, world }: Trial): Promise<string | undefined> {
  const { raw: _, validate: __, ...rest } = world;
  const created = (object: ObjectSource): Request => ({ operation: "CREATE", object });
  const requests = request.oldObject === undefined ? [request] : [created(request.oldObject), request];
  const answers = await Promise.all(requests.map((one) => engines.admit(one, rest)));
  return answers.flatMap(({ problems = [] }) => problems.map(({ message }) => message))[0];
}

async function judgeOf(policies: readonly Policy[]): Promise<Judge> {
  const [first] = policies;
  if (first === undefined) throw new Error("there is no policy");
  const { judge, problems } = await engines.get(first.engine).compile(policies);
  expect(problems).toEqual([]);
  return judge as Judge;
}

/** The trial without each of its fields and items, in turn; of an update also without the same of both objects. */
function smallerTrials(trial: Trial): readonly Trial[] {
  const whole = trial as unknown as Json;
  const paths = pathsOf(whole).filter((path) => !(path.length === 4 && identity.has(path[3] as string)));
  const single = paths.map((path) => [path]);
  const both = paths
    .filter((path) => path[0] === "request" && path[1] === "object" && path.length > 3)
    .map((path) => [path, ["request", "oldObject", ...path.slice(2)]])
    .filter(([, other]) => paths.some((path) => String(path) === String(other)));
  return [...single, ...both]
    .map((gone) => gone.reduce<Json>((left, path) => without(left, path), whole) as unknown as Trial)
    .filter(({ request, world }) => request !== undefined && world !== undefined)
    .map(({ request, world }) => ({ request: { ...request, operation: request.operation ?? "CREATE" }, world }))
    .filter((smaller) => !isDeepStrictEqual(smaller, trial));
}

/** Without them an object is none, though a subresource tells what it would be. */
const identity = new Set(["apiVersion", "kind"]);

type Path = readonly (string | number)[];

function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [];
  const inner: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return inner.flatMap(([name, one]) => [[...path, name], ...pathsOf(one, [...path, name])]);
}

function without(value: Json, [name, ...rest]: Path): Json {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (index !== name ? [item] : rest.length === 0 ? [] : [without(item, rest)]));
  }
  const fields = Object.entries(value as Readonly<Record<string, Json>>);
  return Object.fromEntries(
    fields.flatMap(([key, inner]) =>
      key !== name ? [[key, inner]] : rest.length === 0 ? [] : [[key, without(inner, rest)]],
    ),
  );
}
