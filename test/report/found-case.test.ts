import { expect, test } from "vitest";
import type { Difference, Verdict } from "../../harness/model/index.ts";
import { foundCase } from "../../harness/report/index.ts";
import { difference } from "./_compared.ts";

const written = (change: Partial<Difference>, kubernetes?: string) =>
  foundCase({ ...difference, ...change }, kubernetes === undefined ? {} : { kubernetes });

test("a found case expects what the left side says, and its name hangs on the cause alone", () => {
  const name = "cel-allows-what-rego-denies-0ae5162b";
  const text = `# Found by \`assay compare\`: \`rego\` denies, \`cel\` allows. This expects what \`rego\` says, until somebody decides.
# rego: deny; messages: \`host port (80) (data.ports.deny)\`
# cel: allow
# again: assay compare rego cel --control ports --seed 1 --path 17
case: ${name}
request:
  operation: CREATE
  object:
    apiVersion: v1
    kind: Pod
    metadata:
      name: a
kubernetes: '1.31'
expect:
  decision: deny
  messages:
    - host port (80)
`;
  expect(written({}, "1.31")).toEqual({ name, text });
  expect(written({ origins: [] }, "1.30")).toMatchObject({ name });
  expect(written({ cause: "another" })).not.toMatchObject({ name });
});

test("the name of a found case says in words what differs", () => {
  const { left, right } = difference;
  const failing = { ...right.verdict, decision: "error" } as const;
  const other = { ...left.verdict, violations: [{ policy: "ports", message: "another port" }] };
  const named = (change: Partial<Difference>): unknown => ({ ...written(change) }) as { readonly name?: string };
  expect([
    named({ right: { side: "podsecurity:baseline@v1.28", verdict: failing } }),
    named({
      left: { side: "old/", verdict: right.verdict },
      right: { side: "../New Policies/", verdict: left.verdict },
    }),
    named({ right: { side: "cel", verdict: other } }),
  ]).toMatchObject([
    { name: expect.stringMatching(/^podsecurity-baseline-v1\.28-fails-on-what-rego-denies-/) },
    { name: expect.stringMatching(/^new-policies-denies-what-old-allows-/) },
    { name: expect.stringMatching(/^cel-says-otherwise-what-rego-denies-/) },
  ]);
});

test("words of an engine stay in the comment", () => {
  const violations = [{ policy: "p", message: "one\ncase: two\r\u2028three" }];
  const { text = "" } = {
    ...written({ left: { side: "rego", verdict: { ...difference.left.verdict, violations } } }),
  } as { readonly text?: string };
  const head = text.slice(0, text.indexOf("\ncase: cel-"));
  expect(head.split(/\r\n?|[\n\u0085\u2028\u2029]/).filter((line) => !line.startsWith("# "))).toEqual([]);
});

test("what no case can show is not written", () => {
  const { left } = difference;
  const more = { ...left.verdict, violations: [...left.verdict.violations, { policy: "p", message: "more" }] };
  expect(written({ right: { side: "cel", verdict: more } })).toEqual({
    why: "`cel` says all that `rego` says, and a case cannot expect that it says no more",
  });
  const trial = { request: { operation: "CREATE", object: { text: "a: b: c" } }, world: {} } as const;
  expect(written({ trial })).toEqual({ why: "its object could not be read as JSON" });
});

test("a found case expects the warning that only one side gives, or that there is none", () => {
  const advice = [{ policy: "data.ports.warn", message: "low port (80)" }];
  const plain: Verdict = { ...difference.right.verdict, advice: [] };
  const warned: Verdict = { ...plain, advice, warnings: ["low port (80)"] };
  const expected = (left: Verdict, right: Verdict) =>
    ({ ...written({ left: { side: "rego", verdict: left }, right: { side: "cel", verdict: right } }) }) as {
      readonly text?: string;
    };
  expect(expected(warned, plain).text).toContain("expect:\n  decision: allow\n  warnings:\n    - low port (80)\n");
  expect(expected(plain, warned).text).toContain("expect:\n  decision: allow\n  warnings: []\n");
});

test("a case against a mutant leaves it to the other engines whether anything applies to what is let through", () => {
  const { left, right } = difference;
  const denying = { side: "mutant", verdict: left.verdict };
  const against = (decision: "allow" | "skip") =>
    foundCase(
      { ...difference, left: { side: "cel", verdict: { ...right.verdict, decision } }, right: denying },
      { command: "assay mutate" },
    );
  for (const decision of ["allow", "skip"] as const)
    expect(against(decision)).toMatchObject({
      text: expect.stringContaining(
        `expect:\n  decision: allow\n  orSkip: true\n  engines:\n    cel:\n      decision: ${decision}\n`,
      ),
    });
  expect(
    foundCase({ ...difference, right: { side: "mutant", verdict: right.verdict } }, { command: "assay mutate" }),
  ).toMatchObject({
    text: expect.not.stringContaining("engines"),
  });
});
