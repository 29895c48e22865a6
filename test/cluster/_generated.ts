import fc from "fast-check";
import type { JsonObject, ObjectSource } from "../../harness/model/index.ts";
import { type Mutation, mutated, trapMark } from "./_mutate.ts";
import { traps } from "./_mutation-values.ts";
import { textAt } from "./_objects.ts";

/** An object that was made from another one, with the resource that it is sent to. */
export interface GeneratedObject {
  readonly name: string;
  readonly source: ObjectSource;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
}

const seed = 20_261_122;

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Mutation["kind"]>("enrich") },
    {
      weight: 7,
      arbitrary: fc.constantFrom<Mutation["kind"][]>("drop", "null", "value", "unknown", "double", "copy", "rename"),
    },
    { weight: 1, arbitrary: fc.constant<Mutation["kind"]>("trap") },
  ),
  where: fc.nat({ max: 1_000_000 }),
  what: fc.nat({ max: 1_000_000 }),
});

/** Mutates the objects in turn: the same `count` objects in every run. */
export function generate(objects: readonly JsonObject[], count: number): readonly GeneratedObject[] {
  const drawn = fc.sample(fc.array(mutation, { minLength: 1, maxLength: 3 }), { seed, numRuns: count });
  return drawn.flatMap((mutations, index) => {
    const original = objects[index % objects.length];
    if (original === undefined) return [];
    const changed = mutations.reduce(mutated, original);
    const kind = textAt(original, "kind");
    const shown = mutations.map((one) => `${one.kind} ${one.where} ${one.what}`).join(", ");
    return [{ name: `${index}: ${kind} with ${shown}`, source: sourceOf(changed), resource: resourceOf(original) }];
  });
}

/** As YAML where there is a trap in it. */
function sourceOf(object: JsonObject): ObjectSource {
  const text = JSON.stringify(object);
  if (!text.includes(trapMark)) return { json: object };
  return {
    text: `# YAML\n${text.replaceAll(new RegExp(`"${trapMark}(\\d+)"`, "g"), (_, index: string) => ` ${traps[Number(index)]} `)}`,
  };
}

function resourceOf(object: JsonObject): GeneratedObject["resource"] {
  const apiVersion = textAt(object, "apiVersion");
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  return { group: group ?? "", version: version ?? "", resource: `${textAt(object, "kind").toLowerCase()}s` };
}
