import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkProperty, properties } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { smaller } from "../../harness/generate/index.ts";
import type { Judge, Policy, Property, Trial } from "../../harness/model/index.ts";
import { allowed, type Planted, planted } from "./_planted.ts";
import { plantedMutations } from "./_planted-mutations.ts";

let engines: Engines;
beforeAll(() => {
  engines = openEngines();
});
afterAll(() => engines.close());

async function judgeOf(engine: Planted["engine"], text: string): Promise<Judge> {
  const policy: Policy = { control: "planted", engine, sources: [{ path: `${engine}/planted/policy`, text }] };
  const { judge, problems } = await engines.get(engine).compile([policy]);
  expect(problems).toEqual([]);
  return judge as Judge;
}

async function check(one: Planted, text: string) {
  const { param, breakpoints } = one;
  return checkProperty({
    property: properties[one.property] as Property,
    judge: await judgeOf(one.engine, text),
    trials: [one.trial],
    material: {
      containers: [allowed],
      ...(param === undefined ? {} : { param }),
      ...(breakpoints === undefined ? {} : { breakpoints }),
    },
    admitted: async ({ request, world }: Trial) => (await engines.admit(request, world)).value,
    shrinking: { smaller },
  });
}

const objectOf = ({ request }: Trial) => (request.object as { readonly json: object }).json;
const title = ({ property, engine, slip }: Planted): string => `${property} [${engine}]: ${slip}`;

describe.each(planted.map((one) => [title(one), one] as const))("%s", (_, one) => {
  test("breaks it, and is shown by the smallest request", async () => {
    const { broken, problems } = await check(one, one.breaks);
    expect(problems).toEqual([]);
    expect(broken).toMatchObject({ how: one.how, index: 0 });
    expect([broken?.before.decision, broken?.after.decision]).toEqual(one.decisions);
    expect(objectOf(broken?.trial as Trial)).toEqual(one.smallest);
  });

  test("holds without the slip, for all that was changed", async () => {
    const { broken, checked, problems } = await check(one, one.holds);
    expect([broken, problems]).toEqual([undefined, []]);
    expect(checked).toBeGreaterThan(0);
  });
});

test("every property but the one that no policy can break has a planted slip", () => {
  const shown = new Set([...planted, ...plantedMutations].map(({ property }) => property));
  expect(Object.keys(properties).filter((id) => !shown.has(id))).toEqual(["deterministic"]);
});
