import { join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { CommandProgram } from "../../harness/engine/_command-program.ts";
import { openEngines } from "../../harness/engine/index.ts";
import type { Judge, Policy, Request, Verdict, World } from "../../harness/model/index.ts";

const webhook = join(import.meta.dirname, "../fixtures/fake-webhook.ts");
const engines = openEngines();
const impatient = openEngines({ timeoutMs: 4000 });
afterAll(() => {
  engines.close();
  impatient.close();
});

const runOf = (...words: readonly string[]): readonly [string, ...string[]] => [process.execPath, webhook, ...words];

async function judgeBy(policies: readonly Partial<Policy>[], from = engines): Promise<Judge> {
  const whole = policies.map((policy): Policy => ({ control: "x", engine: "command", sources: [], ...policy }));
  const { judge, problems } = await from.get("command").compile(whole);
  if (judge === undefined) throw new Error(JSON.stringify(problems));
  return judge;
}

function creating(name: string): Request {
  const spec = { containers: [{ name: "app", image: "registry.example/app:1" }] };
  return { operation: "CREATE", object: { json: { apiVersion: "v1", kind: "Pod", metadata: { name }, spec } } };
}

const said = ({ decision, violations, errors = [] }: Verdict): string =>
  [decision, ...violations.map(({ message }) => message), ...errors.map(({ code }) => code)].join(" ");

async function sayAll(judge: Judge, names: readonly string[]): Promise<readonly string[]> {
  return Promise.all(names.map(async (name) => said(await judge(creating(name), {}))));
}

describe("a program", () => {
  it("allows and denies, with everything that a response can say", async () => {
    const judge = await judgeBy([{ run: runOf() }]);
    const silent = { violations: [], warnings: [], audit: {} };
    expect(await judge(creating("good"), {})).toEqual({ decision: "allow", ...silent });
    const policy = runOf().join(" ");
    expect(await judge(creating("mute"), {})).toEqual({
      ...silent,
      decision: "deny",
      violations: [{ policy, message: "denied without explanation" }],
    });
    expect(await judge(creating("full"), {})).toEqual({
      decision: "deny",
      violations: [{ policy, message: "no" }],
      warnings: ["soon"],
      audit: { why: "x" },
      response: { allowed: false, code: 422, reason: "Invalid", message: "no" },
    });
  });

  it("is given the AdmissionReview that the API server would send, and the parameters beside it", async () => {
    const judge = await judgeBy([{ run: runOf() }]);
    const read = async (world: World): Promise<Record<string, never>> => {
      const { violations } = await judge(creating("echo"), world);
      return JSON.parse(violations[0]?.message ?? "");
    };
    const { request, ...review } = await read({ params: { a: "b" } });
    expect(review).toEqual({
      apiVersion: "admission.k8s.io/v1",
      kind: "AdmissionReview",
      parameters: { a: "b" },
    });
    expect(request).toMatchObject({
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      kind: { group: "", version: "v1", kind: "Pod" },
      namespace: "default",
      operation: "CREATE",
      object: { spec: { restartPolicy: "Always" } },
    });
    expect((await read({ raw: true }))["request"]).toMatchObject({ object: { metadata: { name: "echo" } } });
    expect((await read({ raw: true }))["request"]).not.toHaveProperty("object.spec.restartPolicy");
  });

  it("does not see what the API server refuses", async () => {
    const judge = await judgeBy([{ run: runOf() }]);
    expect(said(await judge(creating("Not_A_Name"), {}))).toBe("error bad-object");
  });

  it("runs in the folder of its policy", async () => {
    const judge = await judgeBy([{ run: runOf(), folder: import.meta.dirname }]);
    expect(said(await judge(creating("here"), {}))).toBe(`deny ${import.meta.dirname}`);
  });

  it.each([["backwards"], ["bare"], []])("gets each answer to its review: %s", async (...words) => {
    const judge = await judgeBy([{ run: runOf(...words) }]);
    const names = Array.from({ length: 50 }, (_, index) => (index % 3 === 0 ? `deny.${index}` : `good.${index}`));
    expect(await sayAll(judge, names)).toEqual(
      names.map((name) => (name.startsWith("deny") ? `deny no ${name}` : "allow")),
    );
  });

  it("shows what its patch makes of the object, and fails with one that does not fit", async () => {
    const judge = await judgeBy([{ run: runOf() }]);
    const { decision, object } = await judge(creating("patch"), {});
    expect([decision, object?.["metadata"]]).toMatchObject(["allow", { name: "patch", labels: { patched: "yes" } }]);
    expect(await judge(creating("misfit"), {})).toMatchObject({
      decision: "error",
      errors: [{ code: "evaluation", message: expect.stringContaining("the patch cannot be applied") }],
    });
  });

  test("of several all must allow", async () => {
    const judge = await judgeBy([{ run: runOf() }, { run: runOf("bare") }]);
    expect(await sayAll(judge, ["good", "deny"])).toEqual(["allow", "deny no deny no deny"]);
  });

  it("is a problem of the policy where none is named", async () => {
    const policy: Policy = { control: "x", engine: "command", sources: [] };
    expect(await engines.get("command").compile([policy])).toEqual({
      problems: [{ code: "bad-policy", message: "the command of `x` names no program" }],
    });
  });
});

describe("a program that fails", () => {
  it.each([
    ["crash", "engine-exited", "ended with exit code 3; its last words: cannot go on with crash"],
    [
      "garbage",
      "engine-protocol",
      `wrote \`<html>${"-".repeat(194)}…\`, which is no JSON; what is no answer belongs on stderr`,
    ],
    [
      "stranger",
      "engine-protocol",
      "answered `of-another`, which it was not asked; what is no answer belongs on stderr",
    ],
  ])("on one review (%s) fails on that one alone, whatever was asked beside it", async (name, code, message) => {
    const judge = await judgeBy([{ run: runOf() }]);
    const [one, ...others] = await Promise.all(
      [name, "deny", "good", name, "deny", "good"].map((each) => judge(creating(each), {})),
    );
    expect(one?.errors).toEqual([{ code, message: `\`${runOf().join(" ")}\` ${message}` }]);
    expect(others.map(said)).toEqual(["deny no deny", "allow", `error ${code}`, "deny no deny", "allow"]);
  });

  it("says nothing that can be read: a response must have `allowed`", async () => {
    const judge = await judgeBy([{ run: runOf() }]);
    const { errors } = await judge(creating("undecided"), {});
    expect(errors?.[0]?.message).toContain("which has no response with `allowed`");
  });

  it("does not answer one review in time, and is asked the others again", async () => {
    const judge = await judgeBy([{ run: runOf() }], impatient);
    const [late, ...others] = await Promise.all(["hang", "deny", "good"].map((name) => judge(creating(name), {})));
    expect(others.map(said)).toEqual(["deny no deny", "allow"]);
    expect(late?.errors).toEqual([
      {
        code: "engine-timeout",
        message: `\`${runOf().join(" ")}\` did not answer within 4 s; it must answer each line as it comes`,
      },
    ]);
  });

  it("is not started again and again where it never answers", async () => {
    const judge = await judgeBy([{ run: runOf("loud") }]);
    const verdicts = await sayAll(
      judge,
      Array.from({ length: 40 }, () => "good"),
    );
    expect(new Set(verdicts)).toEqual(new Set(["error engine-protocol"]));
    const { errors } = await judge(creating("good"), {});
    expect(errors?.[0]?.message).toContain("wrote `the webhook is ready`, which is no JSON");
  });

  it("is not there", async () => {
    const judge = await judgeBy([{ run: ["./no-such-program", "-v"] }]);
    expect((await judge(creating("good"), {})).errors).toEqual([
      {
        code: "engine-missing",
        message: "`./no-such-program -v` cannot be started: spawn ./no-such-program ENOENT",
      },
    ]);
  });

  it("was closed", async () => {
    const program = new CommandProgram({ run: runOf() }, { timeoutMs: 1000 });
    const asked = program.ask('{"request":{"uid":"","object":{"metadata":{"name":"hang"}}}}');
    program.close();
    const closed = { error: { code: "engine-exited", message: expect.stringMatching(/ was closed$/) } };
    expect(await asked).toEqual(closed);
    expect(await program.ask("{}")).toEqual(closed);
  });
});

describe("uids", () => {
  it("are the same for the same review in every run, but for one that is under way", async () => {
    const uids = async (count: number): Promise<readonly string[]> => {
      const program = new CommandProgram({ run: runOf("bare") }, { timeoutMs: 10_000 });
      const line = '{"request":{"uid":"","object":{"metadata":{"name":"echo"}}}}';
      const answers = await Promise.all(Array.from({ length: count }, () => program.ask(line)));
      program.close();
      return answers.map(({ ok }) => /"uid\\":\\"([^"\\]+)/.exec(JSON.stringify(ok))?.[1] ?? "");
    };
    const [first, second] = [await uids(3), await uids(1)];
    expect(new Set(first).size).toBe(3);
    expect(second[0]).toBe(first[0]);
  });
});
