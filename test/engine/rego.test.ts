import { afterAll, describe, expect, it } from "vitest";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import type { Judge, Policy, Request, Verdict } from "../../harness/model/index.ts";
import { creating, raw, regoPolicy } from "./_rego.ts";

const opened: Engines[] = [];
const open = (timeoutMs?: number) => {
  const engines = openEngines(timeoutMs === undefined ? {} : { timeoutMs });
  opened.push(engines);
  return engines;
};
const shared = open();
afterAll(() => {
  for (const engines of opened) engines.close();
});

async function judgeOf(policies: readonly Policy[], engines = shared, id: "rego" | "topdown" = "rego"): Promise<Judge> {
  const { judge, problems } = await engines.get(id).compile(policies);
  expect(problems).toEqual([]);
  return judge as Judge;
}

describe.for(["rego", "topdown"] as const)("the %s engine", (id) => {
  const judged = async (policy: Policy, request: Request): Promise<Verdict> =>
    (await judgeOf([policy], shared, id))(request, raw);
  const reading = (rule: string, more: Partial<Policy> = {}) =>
    judged(regoPolicy(`package x\n\n${rule}\n`, more), creating({ n: 1 }));

  it.for([
    { rule: 'deny contains "no"', says: "deny", messages: ["no"] },
    { rule: 'deny contains {"msg": "no"}', says: "deny", messages: ["no"] },
    { rule: 'deny := ["b", "a"]', says: "deny", messages: ["a", "b"] },
    { rule: 'deny := {"k": "no", "l": {"msg": "never"}}', says: "deny", messages: ["never", "no"] },
    { rule: 'deny := "no"', says: "deny", messages: ["no"] },
    { rule: "deny := true", says: "deny", messages: ["the rule is true"] },
    { rule: "deny := false", says: "allow", messages: [] },
    { rule: "deny := []", says: "allow", messages: [] },
    { rule: 'deny contains "no" if input.request.object.spec.n > 1', says: "allow", messages: [] },
    { rule: 'violation contains {"msg": "no"}', says: "deny", messages: ["no"] },
    { rule: 'response := {"allowed": true}', says: "allow", messages: [] },
    {
      rule: 'response := {"response": {"allowed": false, "status": {"message": "no"}}}',
      says: "deny",
      messages: ["no"],
    },
  ])("reads `$rule` as $says", async ({ rule, says, messages }) => {
    const verdict = await reading(rule);
    expect(verdict.decision).toBe(says);
    expect(verdict.violations.map(({ message }) => message)).toEqual(messages);
  });

  it("names the rule of a violation and keeps its details", async () => {
    const verdict = await reading('violation contains {"msg": "no", "details": {"field": "spec.n"}}');
    expect(verdict.violations).toEqual([{ policy: "data.x.violation", message: "no", details: { field: "spec.n" } }]);
  });

  it("reads `warn` and a response's warnings as warnings, which deny nothing", async () => {
    const verdict = await reading(
      'warn contains "careful"\nresponse := {"allowed": true, "warnings": ["old"], "auditAnnotations": {"k": "v"}}',
    );
    const advice = [
      { policy: "data.x.response", message: "old" },
      { policy: "data.x.warn", message: "careful" },
    ];
    const warnings = ["careful", "old"];
    expect(verdict).toEqual({ decision: "allow", violations: [], warnings, advice, audit: { k: "v" } });
  });

  it.for(["deny", "violation", "warn"])("allows where `%s` is undefined, since it gives no reason", async (rule) => {
    const verdict = await reading(`${rule} := "no" if input.request.object.spec.n > 1`);
    expect(verdict.decision).toBe("allow");
  });

  it("skips where `response` is undefined, since nothing was said", async () => {
    const verdict = await reading('response := {"allowed": true} if input.request.object.spec.n > 1');
    expect(verdict.decision).toBe("skip");
    expect(verdict.skipped).toBe("`response` is not defined for this input");
  });

  it.for(["deny := 3", "deny contains 3", 'deny contains {"message": "no"}', 'response := {"status": {}}'])(
    "takes a value that is no reason as an error, never as a verdict: `%s`",
    async (rule) => {
      const verdict = await reading(rule);
      expect(verdict.decision).toBe("error");
      expect(verdict.errors?.map(({ code, policy }) => [code, policy])).toEqual([
        ["evaluation", rule.startsWith("deny") ? "data.x.deny" : "data.x.response"],
      ]);
    },
  );

  it("takes a rule that contradicts itself as an error, and judges the next request", async () => {
    const judge = await judgeOf([regoPolicy("package x\n\ndeny := input.request.object.spec.names[_]\n")], shared, id);
    const wrong = await judge(creating({ names: ["a", "b"] }), raw);
    expect(wrong.decision).toBe("error");
    expect(wrong.errors?.[0]?.code).toBe("evaluation");
    expect(wrong.errors?.[0]?.message).toContain("rego/x/x.rego:3");
    expect((await judge(creating({ names: ["a"] }), raw)).violations[0]?.message).toBe("a");
  });

  it.for([
    {
      shape: "admission",
      rule: 'deny contains sprintf("%v %v", [input.request.object.metadata.name, input.parameters.p])',
    },
    {
      shape: "gatekeeper",
      rule: 'deny contains sprintf("%v %v", [input.review.object.metadata.name, input.parameters.p])',
    },
    { shape: "object", rule: 'deny contains sprintf("%v %v", [input.metadata.name, "set"])' },
  ])("gives a policy that reads the $shape shape its input", async ({ rule }) => {
    const judge = await judgeOf([regoPolicy(`package x\n\n${rule}\n`)], shared, id);
    const verdict = await judge(creating({}), { raw: true, params: { p: "set" } });
    expect(verdict.violations.map(({ message }) => message)).toEqual(["a set"]);
  });

  it("gives each of several policies its own shape, and merges what they say", async () => {
    const texts = ["input.request.object.kind", "input.review.object.kind", "input.kind"];
    const policies = texts.map((path, index) =>
      regoPolicy(`package x${index}\n\ndeny contains "${index}" if ${path} == "Pod"\n`, {
        sources: [
          {
            path: `rego/x${index}/x.rego`,
            text: `package x${index}\n\ndeny contains "${index}" if ${path} == "Pod"\n`,
          },
        ],
      }),
    );
    const verdict = await (await judgeOf(policies, shared, id))(creating({}), raw);
    expect(verdict.violations.map(({ policy }) => policy)).toEqual(["data.x0.deny", "data.x1.deny", "data.x2.deny"]);
  });

  it("skips a policy for objects where the request has none", async () => {
    const judge = await judgeOf([regoPolicy('package x\n\ndeny contains "no" if input.kind == "Pod"\n')], shared, id);
    expect((await judge({ operation: "DELETE", name: "a" }, raw)).decision).toBe("skip");
  });

  it("gives policies their library, their data and their version of Rego", async () => {
    const policy = regoPolicy("package x\n\nimport data.lib.names\n\ndeny[msg] {\n\tmsg := names.of(data.who)\n}\n", {
      v0: true,
      library: [{ path: "rego/lib/names.rego", text: 'package lib.names\n\nof(who) = sprintf("it is %v", [who])\n' }],
      data: { who: ["a", 1] },
    });
    expect((await judged(policy, creating({}))).violations[0]?.message).toBe('it is ["a", 1]');
  });

  it("keeps integers that a double cannot hold", async () => {
    const text = '{"apiVersion":"v1","kind":"Pod","spec":{"n":9007199254740993}}';
    const judge = await judgeOf(
      [
        regoPolicy(
          'package x\n\ndeny contains "exact" if input.request.object.spec.n == 9007199254740993\ndeny contains "rounded" if input.request.object.spec.n == 9007199254740992\n',
        ),
      ],
      shared,
      id,
    );
    const verdict = await judge({ operation: "CREATE", object: { text } }, raw);
    expect(verdict.violations.map(({ message }) => message)).toEqual(["exact"]);
  });

  it("reports what OPA refuses with its place, and compiles the other policies", async () => {
    const { judge, problems } = await shared.get(id).compile([
      {
        ...regoPolicy(""),
        sources: [{ path: "rego/bad/bad.rego", text: "package bad\n\ndeny contains x if http.send({})\n" }],
      },
      regoPolicy('package x\n\ndeny contains "no"\n'),
    ]);
    expect(problems.map(({ code, place }) => [code, place?.path, place?.line])).toContainEqual([
      "bad-policy",
      "rego/bad/bad.rego",
      3,
    ]);
    expect((await judge?.(creating({}), raw))?.decision).toBe("deny");
  });

  it("reports a policy without any rule that can be asked", async () => {
    const { judge, problems } = await shared.get(id).compile([regoPolicy("package x\n\nhelper := 1\n")]);
    expect(judge).toBeUndefined();
    expect(problems.map(({ code, place }) => [code, place?.path])).toEqual([["bad-policy", "rego/x/x.rego"]]);
  });

  it("asks the entrypoints that a policy names, by path or by rule", async () => {
    const text = 'package x.y\n\nrefuse contains "a"\n\nforbid contains "b"\n\ndeny contains "c"\n';
    const verdict = await judged(regoPolicy(text, { entrypoints: ["x/y/refuse", "forbid"] }), creating({}));
    expect(verdict.violations.map(({ message }) => message).sort()).toEqual(["a", "b"]);
  });

  const layout = `package main

deny contains "plain" if input.kind == "Pod"

deny_root contains "root" if input.kind == "Pod"

violation_old contains {"msg": "old"} if input.kind == "Pod"

warn_soon contains "soon" if input.kind == "Pod"

deny_helper(x) := x

denylist := ["nobody"]
`;
  it.for([
    { entrypoints: ["deny_*"], denied: ["root"], warnings: [] },
    {
      entrypoints: ["deny", "deny_*", "violation_*", "warn", "warn_*"],
      denied: ["old", "plain", "root"],
      warnings: ["soon"],
    },
    { entrypoints: ["main/*_soon", "main/deny"], denied: ["plain"], warnings: ["soon"] },
    { entrypoints: undefined, denied: ["plain"], warnings: [] },
  ])(
    "asks the rules that $entrypoints select, each for what its name begins with",
    async ({ entrypoints, denied, warnings }) => {
      const verdict = await judged(regoPolicy(layout, entrypoints && { entrypoints }), creating({}));
      expect(verdict.violations.map(({ message }) => message).sort()).toEqual(denied);
      expect(verdict.warnings).toEqual(warnings);
    },
  );
});

describe("an evaluation as WASM", () => {
  const endless = regoPolicy(`package x

deny contains "found" if {
	input.request.object.spec.endless
	many := numbers.range(1, 100000) # made once: an evaluation that makes values ends for want of memory, not of time
	some a in many
	some b in many
	a > b
	b > a
}

deny contains "no" if input.request.object.spec.bad
`);

  it("that does not end is ended, and the requests around it are judged", async () => {
    const judge = await judgeOf([endless], open(2000));
    const requests = [{ bad: true }, { endless: true }, ...Array.from({ length: 50 }, () => ({ bad: true }))];
    const verdicts = await Promise.all(requests.map((spec) => judge(creating(spec), raw)));
    expect(verdicts.map(({ decision }) => decision)).toEqual(
      requests.map((spec) => ("endless" in spec ? "error" : "deny")),
    );
    expect(verdicts[1]?.errors?.map(({ code }) => code)).toEqual(["engine-timeout"]);
  });

  it("that eats all memory is an error, and the next request is judged", async () => {
    const rule = 'deny contains "many" if count(numbers.range(1, input.request.object.spec.n)) > 0';
    const judge = await judgeOf([regoPolicy(`package x\n\n${rule}\n`)], open(50_000));
    const [large, small] = await Promise.all([judge(creating({ n: 50_000_000 }), raw), judge(creating({ n: 1 }), raw)]);
    expect(large.errors?.map(({ code }) => code)).toEqual(["evaluation"]);
    expect(small.decision).toBe("deny");
  });

  it("takes an input of five megabytes, and small ones after it", async () => {
    const judge = await judgeOf([
      regoPolicy('package x\n\ndeny contains sprintf("%d", [count(input.request.object.spec.text)])\n'),
    ]);
    const verdicts = await Promise.all(
      [5_000_000, 1, 5_000_000].map((length) => judge(creating({ text: "x".repeat(length) }), raw)),
    );
    expect(verdicts.map(({ violations }) => violations[0]?.message)).toEqual(["5000000", "1", "5000000"]);
  });

  it("takes an object nested deeper than its stack as an error", async () => {
    const judge = await judgeOf([regoPolicy('package x\n\ndeny contains "deep" if input.request.object.spec\n')]);
    const text = `{"apiVersion":"v1","kind":"Pod","spec":${"[".repeat(9000)}${"]".repeat(9000)}}`;
    const verdict = await judge({ operation: "CREATE", object: { json: JSON.parse(text) } }, raw);
    expect(["deny", "error"]).toContain(verdict.decision);
    expect((await judge(creating({}), raw)).decision).toBe("deny");
  });
});

describe("engines that are not there", () => {
  const nowhere = openEngines({ binaries: { opa: { file: "/no/such/opa" }, kube: { file: "/no/such/kube" } } });

  it.for(["rego", "topdown", "cel", "podsecurity"] as const)("make a problem of compiling for %s", async (id) => {
    const { judge, problems } = await nowhere.get(id).compile([{ ...regoPolicy("package x\n"), engine: id }]);
    expect(judge).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(["engine-missing"]);
  });

  it("make an error verdict where only the review cannot be had", async () => {
    const half = openEngines({ binaries: { kube: { file: "/no/such/kube" } } });
    opened.push(half);
    const judge = await judgeOf([regoPolicy('package x\n\ndeny contains "no"\n')], half);
    const verdict = await judge(creating({}), {});
    expect(verdict.errors?.map(({ code }) => code)).toEqual(["engine-missing"]);
  });
});
