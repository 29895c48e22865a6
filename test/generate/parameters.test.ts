import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { drawTrial, sizeOf, smaller, trials } from "../../harness/generate/index.ts";
import type { Json, JsonObject, ParameterSource, Reads, Trial } from "../../harness/model/index.ts";
import { live } from "./_engine.ts";
import { created, pod, textOf } from "./_smallest.ts";

const of = live();
const seed = Number(process.env["ASSAY_SEED"] ?? 20261122);
const images: Reads = {
  chains: [["spec", "containers", "*", "image"]],
  strings: ["latest"],
  numbers: [],
  patterns: [],
  matches: [],
};

const texts: JsonObject = { type: "array", items: { type: "string" } };
const repos: ParameterSource = {
  schema: { type: "object", properties: { repos: texts } },
  samples: [{ repos: ["registry.example/team/"] }],
};

/** Of everything that a schema may say something. */
const everything: JsonObject = {
  type: "object",
  required: ["mode", "ranges"],
  properties: {
    mode: { type: "string", enum: ["Strict", "Loose"] },
    level: { type: "integer", minimum: 2, maximum: 9 },
    share: { type: "number", minimum: 0, maximum: 1, exclusiveMinimum: true },
    code: { type: "string", pattern: "^[a-f]{3}-\\d$" },
    short: { type: "string", minLength: 1, maxLength: 4 },
    address: { type: "string", format: "ipv4" },
    loud: { type: "boolean" },
    ranges: {
      type: "array",
      minItems: 1,
      maxItems: 2,
      items: {
        type: "object",
        required: ["min"],
        properties: { min: { type: "integer", minimum: 0 }, max: { type: "integer", minimum: 0 } },
      },
    },
    unlike: { type: "array", uniqueItems: true, items: { type: "string", enum: ["a", "b"] } },
    limits: { type: "object", additionalProperties: { type: "string", maxLength: 40 } },
    bare: { type: "object" },
    either: { anyOf: [{ type: "integer" }, { type: "string" }], "x-kubernetes-int-or-string": true },
    perhaps: { type: "string", nullable: true },
    free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    set: { type: "string", default: "set" },
    notAll: { type: "string", not: { enum: ["a"] } },
  },
};

function many(count: number, sources: readonly ParameterSource[], reads: Reads = images): readonly Trial[] {
  const arbitrary = trials({ schema: of().schema, reads, kinds: ["Pod"], parameters: sources });
  return Array.from({ length: count }, (_, index) => drawTrial(arbitrary, seed, index));
}

function paramsOf(drawn: readonly Trial[]): readonly Readonly<Record<string, Json>>[] {
  return drawn.flatMap(({ world: { params } }) => (params === undefined ? [] : [params]));
}

/** OpenAPI's schema in words of JSON Schema, without what the server would prune. */
function closed(schema: JsonObject): JsonObject {
  const { nullable, properties, additionalProperties, items, exclusiveMinimum, minimum, ...rest } = schema;
  const inner = (one: Json | undefined): JsonObject => closed(one as JsonObject);
  const keeps = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const whole: JsonObject = {
    ...rest,
    ...(minimum === undefined ? {} : { [exclusiveMinimum === true ? "exclusiveMinimum" : "minimum"]: minimum }),
    ...(items === undefined ? {} : { items: inner(items) }),
    ...(schema["type"] !== "object" || keeps
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries((properties ?? {}) as JsonObject).map(([name, one]) => [name, inner(one)]),
          ),
          additionalProperties: additionalProperties === undefined ? false : inner(additionalProperties),
        }),
  };
  return nullable === true ? { anyOf: [{ type: "null" }, whole] } : whole;
}

const ajv = new Ajv({ strict: false, formats: { ipv4: /^\d+\.\d+\.\d+\.\d+$/ } });

describe("drawn parameters", () => {
  it("fit the schema, use all of it, and have what the server would set", () => {
    const validate = ajv.compile(closed(everything));
    const drawn = paramsOf(many(1500, [{ schema: everything, samples: [] }]));
    expect(drawn.length).toBeGreaterThan(1000);
    for (const params of drawn) expect(validate(params), JSON.stringify([params, validate.errors])).toBe(true);
    for (const params of drawn) expect(params["set"]).toBeDefined();
    const names = Object.keys(everything["properties"] as JsonObject);
    for (const name of names) {
      const values = new Set(drawn.map((params) => JSON.stringify(params[name])));
      expect(values.size, name).toBeGreaterThan(name === "bare" || name === "free" ? 0 : 1);
    }
  });

  it("are those in force, some of them changed, and others", () => {
    const drawn = many(1000, [repos]);
    const asTheyAre = drawn.filter(({ world }) => world.params === undefined).length;
    const sample = JSON.stringify(repos.samples[0]);
    const ofSamples = paramsOf(drawn).filter((params) => JSON.stringify(params) === sample).length;
    const like = paramsOf(drawn).filter((params) => JSON.stringify(params).includes("registry.example/team/")).length;
    expect(asTheyAre).toBeGreaterThan(100);
    expect(ofSamples).toBeGreaterThan(200);
    expect(like - ofSamples).toBeGreaterThan(100);
    expect(new Set(paramsOf(drawn).map((params) => JSON.stringify(params))).size).toBeGreaterThan(120);
  });

  it("meet the objects: an allow-list of beginnings of images allows often, and denies often", () => {
    for (const samples of [repos.samples, []]) {
      const drawn = many(1000, [{ ...repos, samples }]).filter(({ world }) => world.params !== undefined);
      const allowed = drawn.filter((trial) => imagesOf(trial).every((image) => isAllowed(image, trial))).length;
      expect(allowed).toBeGreaterThan(drawn.length * 0.1);
      expect(drawn.length - allowed).toBeGreaterThan(drawn.length * 0.1);
    }
  });

  it("meet numbers and keys of labels as well", () => {
    const integer: JsonObject = { type: "integer" };
    const schema: JsonObject = {
      type: "object",
      properties: {
        labels: { type: "array", items: { type: "object", properties: { key: { type: "string" } } } },
        min: integer,
        max: integer,
      },
    };
    const reads: Reads = { ...images, chains: [["metadata", "labels"], ["hostPort"]] };
    const drawn = many(1500, [{ schema, samples: [] }], reads);
    const keyed = drawn.filter(({ request, world }) => {
      const [first] = (world.params?.["labels"] ?? []) as readonly { readonly key?: string }[];
      return first?.key !== undefined && textOf({ request, world: {} }).includes(`"${first.key}":`);
    });
    const ranged = drawn.filter((trial) => {
      const port = /"hostPort":(\d+)/.exec(textOf(trial))?.[1];
      return port !== undefined && Math.abs(Number(trial.world.params?.["min"]) - Number(port)) <= 1;
    });
    expect(keyed.length).toBeGreaterThan(100);
    expect(ranged.length).toBeGreaterThan(50);
  });

  it("hang on seed and index alone, and leave the objects as they were drawn without them", () => {
    const arbitrary = trials({ schema: of().schema, reads: images, kinds: ["Pod"], parameters: [repos] });
    const forwards = [3, 4, 5].map((index) => drawTrial(arbitrary, seed, index));
    const backwards = [5, 4, 3].map((index) => drawTrial(arbitrary, seed, index)).reverse();
    expect(backwards).toEqual(forwards);
    const none = trials({
      schema: of().schema,
      reads: images,
      kinds: ["Pod"],
      parameters: [{ ...repos, samples: [] }],
    });
    const plain = trials({ schema: of().schema, reads: images, kinds: ["Pod"] });
    for (const index of [0, 1, 2, 3]) {
      expect(drawTrial(none, seed, index).request).toEqual(drawTrial(plain, seed, index).request);
    }
  });

  it("fit all schemas where there are several, and stay as they are where nothing does", () => {
    const number: JsonObject = { type: "object", properties: { repos: texts, level: { type: "integer" } } };
    for (const params of paramsOf(many(500, [repos, { schema: number, samples: [{ level: 1 }] }]))) {
      expect(Object.keys(params).every((name) => name === "repos")).toBe(true);
    }
    const none: ParameterSource = { schema: { type: "object", required: ["x"] }, samples: [] };
    expect(paramsOf(many(100, [repos, none]))).toEqual([]);
    expect(paramsOf(many(100, [{ schema: { type: "object" }, samples: [{}] }]))).toEqual([]);
  });
});

describe("smaller parameters", () => {
  const image = "registry.example/team/app:1";
  const sources: readonly ParameterSource[] = [
    {
      schema: {
        type: "object",
        required: ["mode"],
        properties: { repos: texts, mode: { type: "string", enum: ["Strict", "Loose"] }, most: { type: "integer" } },
      },
      samples: [],
    },
  ];
  const params: JsonObject = { repos: ["quay.example/", "registry.example/team/"], mode: "Strict", most: 3000 };
  const large = created(pod({ containers: [{ name: "app", image }], priority: 3001 }), { params });

  function smallest(trial: Trial, holds: (trial: Trial) => boolean): Trial {
    for (const candidate of smaller(trial, sources)) if (holds(candidate)) return smallest(candidate, holds);
    return trial;
  }

  it("lose what does not matter, and keep what the schema asks for", () => {
    const found = smallest(large, ({ world }) => world.params !== undefined);
    expect(found.world).toEqual({ params: { mode: "Strict" } });
  });

  it("become simpler together with what the object has alike", () => {
    const found = smallest(large, (trial) => imagesOf(trial).some((one) => isAllowed(one, trial) && one !== ""));
    expect(found.world.params).toEqual({ repos: ["a"], mode: "Strict" });
    expect(imagesOf(found)).toEqual(["a"]);
    const close = smallest(large, (trial) => {
      const priority = Number(/"priority":(\d+)/.exec(textOf(trial))?.[1]);
      return Number(trial.world.params?.["most"]) === priority - 1;
    });
    expect(close.world.params).toEqual({ mode: "Strict", most: 1 });
    expect(textOf(close)).toContain('"priority":2');
  });

  it("fit the schema at every step", () => {
    const validate = ajv.compile(closed(sources[0]?.schema as JsonObject));
    const offered = [...smaller(large, sources)].flatMap(({ world }) => world.params ?? []);
    expect(offered.length).toBeGreaterThan(20);
    for (const one of offered) expect(validate(one), JSON.stringify(one)).toBe(true);
  });

  it("stay as they are said where there is no schema for them", () => {
    const texts = [...smaller(large)].map(({ world }) => JSON.stringify(world.params ?? {}));
    expect(texts.every((text) => !text.includes("mode") || text.includes('"mode":"Strict"'))).toBe(true);
    expect(texts.every((text) => !text.includes("most") || text.includes('"most":3000'))).toBe(true);
  });

  it("count for the size", () => {
    expect(sizeOf(large) - sizeOf({ ...large, world: {} })).toBe(6);
  });
});

function imagesOf(trial: Trial): readonly string[] {
  const source = trial.request.object ?? trial.request.oldObject;
  const spec = source !== undefined && "json" in source ? (source.json["spec"] as JsonObject) : {};
  return ((spec["containers"] ?? []) as readonly JsonObject[]).map(({ image }) => String(image ?? ""));
}

function isAllowed(image: string, { world }: Trial): boolean {
  const allowed = (world.params?.["repos"] ?? []) as readonly string[];
  return allowed.some((repo) => image.startsWith(repo.replace(/\*$/, "")));
}
