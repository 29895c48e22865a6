import { afterAll, describe, expect, test } from "vitest";
import { judgeMutants, type MutablePolicy, survivedMutants } from "../../harness/compare/index.ts";
import { type Engines, type JudgingMutant, openEngines } from "../../harness/engine/index.ts";
import type { Case, JsonObject, Judge, Mutant, MutantOutcome, MutantStatus } from "../../harness/model/index.ts";
import { scoreOf } from "../../harness/model/index.ts";
import { hostCel, hostRego } from "../_host-policies.ts";
import { caseOf } from "./_controls.ts";

const policies: Readonly<Record<Mutant["engine"], MutablePolicy>> = {
  rego: { control: "host", engine: "rego", sources: [{ path: "rego/host/policy.rego", text: hostRego }] },
  cel: { control: "host", engine: "cel", sources: [{ path: "cel/host/policy.yaml", text: hostCel }] },
};

const forgets: Readonly<Record<Mutant["engine"], readonly [string, string]>> = {
  rego: ["input.request.object.spec.hostPID == true", "false"],
  cel: ['"!object.spec.?hostPID.orValue(false)"', '"true"'],
};

const podWith = (spec: JsonObject): JsonObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "a" },
  spec: { containers: [{ name: "a", image: "a" }], ...spec },
});
const about = (name: string, spec: JsonObject, decision: "allow" | "deny"): Case =>
  caseOf("host", name, { request: { operation: "CREATE", object: { json: podWith(spec) } }, expect: { decision } });

const weak = [about("plain", {}, "allow"), about("network", { hostNetwork: true }, "deny")];
const strong = [...weak, about("processes", { hostPID: true }, "deny")];

interface Slip extends Mutant {
  readonly changed: MutablePolicy;
}

const slip = (policy: MutablePolicy, [original, replacement]: readonly [string, string], operator = "forget"): Slip => {
  const [source] = policy.sources;
  if (source?.text.includes(original) !== true) throw new Error(`there is no ${original}`);
  const place = { path: source.path, line: source.text.split(original)[0]?.split("\n").length ?? 1, column: 1 };
  const changed = { ...policy, sources: [{ ...source, text: source.text.replace(original, replacement) }] };
  return { control: "host", engine: policy.engine, operator, place, original, replacement, changed };
};

const real = openEngines();
afterAll(() => real.close());

const judgeOf = async (policy: MutablePolicy): Promise<Judge> =>
  (await real.get(policy.engine).compile([policy])).judge ?? expect.fail("it does not compile");

const judged = async ({ changed, ...mutant }: Slip, number: number): Promise<JudgingMutant> => ({
  number,
  mutant,
  judge: await judgeOf(changed),
});

/** The real engines, with the slips that a test is about. */
const making = (...slips: readonly Slip[]): Engines => ({
  ...real,
  mutants: async (policy) => {
    const original = await judgeOf(policy as MutablePolicy);
    return { value: { original, mutants: await Promise.all(slips.map(judged)), drop: () => {} } };
  },
});

const run = (engine: Mutant["engine"], cases: readonly Case[], mutants: readonly Slip[], runs = 300) =>
  judgeMutants({ id: "host", policies: [policies[engine]], cases }, policies[engine], making(...mutants), {
    engineIds: ["rego", "cel"],
    runs,
    seed: 1,
  });

describe.each(["rego", "cel"] as const)("judgeMutants() of %s", (engine) => {
  const policy = policies[engine];
  const forgetful = slip(policy, forgets[engine]);

  test("shows with the smallest request what no case notices, and a case of it kills the mutant", async () => {
    const { mutants, problems } = await run(engine, weak, [forgetful]);
    expect(problems).toEqual([]);
    expect(mutants).toMatchObject([{ status: "survived", operator: "forget", place: forgetful.place }]);
    const difference = mutants[0]?.difference;
    expect(difference?.left).toMatchObject({ side: engine, verdict: { decision: "deny" } });
    expect(difference?.right).toMatchObject({ side: "mutant", verdict: { decision: "allow" } });
    const { request, world } = difference?.trial ?? {};
    expect(request?.object).toMatchObject({ json: { spec: { hostPID: true } } });
    if (request === undefined || world === undefined) throw new Error("there is no request");
    const added = caseOf("host", "added", { request, world });
    expect((await run(engine, [...weak, added], [forgetful])).mutants).toMatchObject([
      { status: "killed", case: "added", why: "expected deny, got allow" },
    ]);
  });

  test("kills by the first case that fails", async () => {
    const { mutants, findings } = await run(engine, strong, [forgetful]);
    expect(mutants).toMatchObject([{ status: "killed", case: "processes" }]);
    expect([findings, scoreOf(mutants).score]).toEqual([[], 100]);
  });

  test("tells of one that no request tells apart how many were asked", async () => {
    const same = slip(
      policy,
      engine === "rego"
        ? [" == true", " != false"]
        : ["!object.spec.?hostNetwork", "true && !object.spec.?hostNetwork"],
    );
    const { mutants } = await run(engine, weak, [same]);
    expect(mutants).toMatchObject([{ status: "equivalent" }]);
    expect(mutants[0]?.requests).toBeGreaterThan(200);
  });

  test("counts an error where a verdict is expected as noticed", async () => {
    const failing: readonly [string, string] =
      engine === "rego"
        ? ['deny contains "host network" if', 'deny := "x" if true\n\ndeny := "y" if']
        : ["!object.spec.?hostNetwork.orValue(false)", "object.spec.hostNetwork != true"];
    const mutant =
      engine === "rego"
        ? slip(
            {
              ...policy,
              sources: [{ path: "rego/host/policy.rego", text: hostRego.split("\n\n").slice(0, 2).join("\n\n") }],
            },
            failing,
          )
        : slip(policy, failing);
    const { mutants } = await run(engine, weak, [mutant]);
    expect(mutants).toMatchObject([{ status: "killed" }]);
  });

  test("takes a case that fails already for a problem, and asks no mutant about it", async () => {
    const red = about("red", { hostPID: true }, "allow");
    const { mutants, problems } = await run(engine, [...weak, red], [forgetful], 0);
    expect(problems).toMatchObject([
      {
        code: "bad-case",
        place: red.place,
        message: `\`red\` fails on the policy for \`${engine}\` as it is, so it says nothing of mutants`,
      },
    ]);
    expect(mutants).toMatchObject([{ status: "survived" }]);
  });

  test("passes nothing that nothing was checked with", async () => {
    expect((await run(engine, [], [forgetful])).findings).toMatchObject([{ kind: "unchecked", control: "host" }]);
    expect((await run(engine, weak, [])).findings).toMatchObject([
      { kind: "unchecked", message: `\`${engine}\`: nothing in it could be mutated` },
    ]);
    const skipped = weak.map((one) => ({ ...one, skip: "later" }));
    expect((await run(engine, skipped, [forgetful])).findings).toMatchObject([{ kind: "unchecked" }]);
  });

  test("compares words where a slip is one in words", async () => {
    const words = slip(policy, ["host processes", "something"], "message");
    const { mutants } = await run(engine, strong, [words]);
    expect(mutants).toMatchObject([{ operator: "message", status: "survived" }]);
    expect(mutants[0]?.difference?.differences.join()).toContain("something");
  });
});

describe("survivedMutants()", () => {
  const of = (engine: Mutant["engine"], status: MutantStatus, control = "a"): MutantOutcome => ({
    control,
    engine,
    operator: "negate",
    place: { path: `${engine}/${control}`, line: 1 },
    original: "x",
    replacement: "y",
    status,
  });
  const mutants = [of("rego", "killed"), of("rego", "survived"), of("rego", "equivalent"), of("cel", "killed", "b")];

  test("finds every control of which a mutant survived", () => {
    expect(survivedMutants(mutants)).toEqual([
      {
        kind: "survived-mutants",
        control: "a",
        engine: "rego",
        place: { path: "rego/a", line: 1 },
        message: "1 of 2 mutants survived",
      },
    ]);
  });

  test("finds with a threshold only an engine whose score is lower", () => {
    expect(survivedMutants(mutants, 50)).toEqual([]);
    expect(survivedMutants(mutants, 50.1)).toEqual([
      {
        kind: "survived-mutants",
        control: "all controls",
        engine: "rego",
        message: "1 of 2 mutants survived: a score of 50.0 %, below 50.1 %",
      },
    ]);
  });
});
