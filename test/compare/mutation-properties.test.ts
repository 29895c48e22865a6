import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkProperties, type PropertiesRun } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { JsonObject, Trial } from "../../harness/model/index.ts";
import { problemText, projectOf } from "../load/_project.ts";
import { labels, mutating, type PlantedMutation, plantedMutations, validating } from "./_planted-mutations.ts";

let engines: Engines;
beforeAll(() => {
  engines = openEngines();
});
afterAll(() => engines.close());

interface Written {
  readonly policy: string;
  /** A line of `properties`. */
  readonly use: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly specs?: readonly JsonObject[];
  readonly metadata?: JsonObject;
  /** Specs of the Pods that another control must allow. */
  readonly otherSpecs?: Readonly<Record<string, JsonObject>>;
}

function podOf(spec: JsonObject, metadata: JsonObject = {}): string {
  return JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "app", ...metadata }, spec });
}

/** The control `c` with one property. */
function written({ policy, use, others = {}, specs = [plain], metadata, otherSpecs = {} }: Written) {
  const cases = specs.map((spec, index) => [`cases/c/allow/${index}.yaml`, podOf(spec, metadata)] as const);
  const policies = Object.entries(others).map(([id, text]) => [`cel/${id}/policy.yaml`, text] as const);
  const ofOthers = Object.entries(otherSpecs).map(([id, spec]) => [`cases/${id}/allow/a.yaml`, podOf(spec)] as const);
  return loadProject(
    projectOf({
      "assay.yaml": `properties:\n  c: [${use}]\n`,
      "cel/c/policy.yaml": policy,
      ...Object.fromEntries([...cases, ...policies, ...ofOthers]),
    }),
    { only: ({ id }) => id === "c" },
  );
}

async function check(one: Written, runs = 20): Promise<PropertiesRun> {
  const { controls, problems } = written(one);
  expect(problems).toEqual([]);
  const [control] = controls;
  if (control === undefined) throw new Error("there is no control");
  return checkProperties(control, engines, { engines: ["cel"], runs, seed: 1 });
}

function usesOf(one: PlantedMutation, policy: string): Written {
  const { others, specs, metadata } = one;
  const use = `{property: ${one.property}${one.arguments === undefined ? "" : `, ${one.arguments}`}}`;
  return {
    policy,
    use,
    specs,
    ...(others === undefined ? {} : { others }),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

const plain: JsonObject = { containers: [{ name: "app", image: "registry.example/app:1" }] };
const objectOf = ({ request }: Trial) => (request.object as { readonly json: object }).json;

describe.each(plantedMutations.map((one) => [`${one.property}: ${one.slip}`, one] as const))("%s", (_, one) => {
  test("breaks it, and is shown by the smallest request", async () => {
    const { findings, problems } = await check(usesOf(one, one.breaks));
    expect(problems).toEqual([]);
    const [finding] = findings;
    if (finding?.kind !== "broken-property") throw new Error(`found ${JSON.stringify(finding)}`);
    expect(finding.differences).toEqual([one.difference]);
    expect(objectOf(finding.trial)).toEqual(one.smallest);
  });

  test("holds without the slip", async () => {
    const { findings, problems, outcomes } = await check(usesOf(one, one.holds));
    expect([findings, problems]).toEqual([[], []]);
    expect(outcomes.map(({ status }) => status)).toEqual(["passed"]);
  });
});

const teams = mutating("c", labels("'team': 'a'"));
const anything = validating("anything", "true");

describe("a control that another one's property names", () => {
  test("brings its own cases, which are changed too", async () => {
    const policy = mutating("c", labels("'team': 'a'"));
    const strict = validating(
      "strict",
      "!has(object.metadata.labels) || object.spec.?hostname.orValue('') != 'rare-name'",
    );
    const { findings } = await check(
      {
        policy,
        use: "{property: mutation-keeps-allowed, controls: [strict]}",
        others: { strict },
        otherSpecs: { strict: { ...plain, hostname: "rare-name" } },
      },
      1,
    );
    expect(findings).toMatchObject([{ kind: "broken-property", origin: { case: "a" } }]);
  });

  test("must have something to say, each name of them", async () => {
    const never = anything.replaceAll("pods", "secrets");
    const { findings } = await check({
      policy: teams,
      use: "{property: mutation-keeps-allowed, controls: ['any*', 'nev*']}",
      others: { anything, never },
    });
    expect(findings).toMatchObject([
      {
        kind: "unchecked",
        message: expect.stringMatching(/^no request could be changed so that `nev\*` says something/),
      },
    ]);
  });

  test("is of no use where what is given is never so", async () => {
    const { findings } = await check({
      policy: teams,
      use: "{property: mutation-fixes, controls: [labelled], given: [nothing]}",
      others: {
        labelled: validating("labelled", "has(object.metadata.labels)"),
        nothing: validating("nothing", "false"),
      },
    });
    expect(findings).toMatchObject([{ kind: "unchecked", message: expect.stringContaining("did not meet") }]);
  });

  test("must be named", async () => {
    const { findings } = await check({ policy: teams, use: "mutations-commute" });
    expect(findings).toMatchObject([
      { kind: "unchecked", message: "no other control judges it: name some that can in `controls`" },
    ]);
  });

  test("that is not there is a problem of the configuration", () => {
    const { problems } = written({
      policy: teams,
      use: "{property: mutation-keeps-allowed, controls: [anythink, 'x.*']}",
      others: { anything },
    });
    expect(problems.map(problemText)).toEqual([
      "assay.yaml:2:7: nothing-found: no other control is called `anythink` (did you mean `anything`?)",
      "assay.yaml:2:7: nothing-found: no other control is called `x.*` (known: `anything`, `c`)",
    ]);
  });

  test("is read, though it is not asked for itself", () => {
    const { controls } = written({
      policy: teams,
      use: "{property: mutation-keeps-allowed, controls: [anything]}",
      others: { anything },
      otherSpecs: { anything: plain },
    });
    expect(controls.map(({ id }) => id)).toEqual(["c"]);
    const others = controls[0]?.properties?.[0]?.others?.flatMap((one) => one.controls) ?? [];
    expect(others.map(({ id, policies, cases }) => [id, policies.length, cases.length])).toEqual([["anything", 1, 1]]);
  });
});

describe("mutating policies that fail", () => {
  test("turn away what other controls allow", async () => {
    const { findings } = await check({
      policy: mutating("c", labels("'team': 'not a label!'")),
      use: "{property: mutation-keeps-allowed, controls: [anything]}",
      others: { anything },
    });
    expect(findings).toMatchObject([
      {
        differences: [
          expect.stringMatching(/^`anything`: mutating policies failed: Pod "a" is invalid: metadata.labels/),
        ],
      },
    ]);
  });

  test("break what is asked of them", async () => {
    const { findings } = await check({
      policy: mutating("c", labels("'a': object.metadata.labels.missing")),
      use: "mutation-idempotent",
    });
    expect(findings).toMatchObject([
      { kind: "broken-property", differences: ["the same request was judged again: failed before and failed after"] },
    ]);
  });
});

describe("two mutating policies", () => {
  test("of which the other never changes anything say nothing of their order", async () => {
    const { findings } = await check({
      policy: teams,
      use: "{property: mutations-commute, controls: [idle]}",
      others: { idle: mutating("idle", labels("'a': 'b'"), "object.kind == 'Deployment'") },
    });
    expect(findings).toMatchObject([{ kind: "unchecked" }]);
  });
});
