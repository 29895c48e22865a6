import { describe, expect, test } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import {
  AssayError,
  type CaseFinding,
  type Control,
  type EngineId,
  type Judge,
  type Outcome,
} from "../../harness/model/index.ts";
import { caseOf, controlOf, denied, enginesWith, verdict } from "./_controls.ts";

const engines: readonly EngineId[] = ["rego", "cel", "podsecurity"];
const deny: Judge = async () => denied("no");
const run = (controls: readonly Control[], judge: Judge) => runCases(controls, enginesWith(judge), { engines });
const outcomeText = ({ control, case: name, engine, status }: Outcome) => `${control} ${name} ${engine} ${status}`;
const findingText = (finding: CaseFinding) =>
  finding.kind === "unchecked" || finding.kind === "failed-test"
    ? `${finding.control} ${finding.case ?? "-"}: ${finding.message}`
    : `${finding.control} ${finding.case} ${finding.engine}: ${finding.differences.join("; ")}`;

describe("every case is judged by every engine that its control has a policy for", () => {
  test("in the order of controls, cases and engines, however the answers come", async () => {
    const late: Judge = (request) =>
      new Promise((answer) =>
        setTimeout(
          () => answer(denied("no")),
          request.object !== undefined && "text" in request.object && request.object.text === "a" ? 20 : 0,
        ),
      );
    const controls = [
      controlOf("y", ["cel", "rego"], [caseOf("y", "a"), caseOf("y", "b")]),
      controlOf("x", ["rego"], [caseOf("x", "c")]),
    ];
    const seen: Outcome[] = [];
    const { outcomes, findings, problems } = await runCases(controls, enginesWith(late), {
      engines,
      onOutcome: (outcome) => seen.push(outcome),
    });
    expect(outcomes.map(outcomeText)).toEqual([
      "y a rego passed",
      "y a cel passed",
      "y b rego passed",
      "y b cel passed",
      "x c rego passed",
    ]);
    expect(new Set(seen)).toEqual(new Set(outcomes));
    expect([...findings, ...problems]).toEqual([]);
  });

  test("with one compilation for a control, engine and release of Kubernetes", async () => {
    const cases = [caseOf("x", "a"), caseOf("x", "b"), caseOf("x", "c", { world: { kubernetes: "1.30" } })];
    const source = enginesWith(deny);
    await runCases([controlOf("x", ["cel"], cases)], source, { engines, kubernetes: "1.37" });
    expect(source.compiled.sort()).toEqual(["cel x 1.30", "cel x 1.37"]);
  });

  test("and never more at a time than asked", async () => {
    let running = 0;
    let most = 0;
    const judge: Judge = async () => {
      most = Math.max(most, ++running);
      await new Promise((done) => setImmediate(done));
      running--;
      return denied("no");
    };
    const cases = Array.from({ length: 20 }, (_, index) => caseOf("x", String(index)));
    await runCases([controlOf("x", ["cel"], cases)], enginesWith(judge), { engines, concurrency: 3 });
    expect(most).toBe(3);
  });
});

describe("a verdict that is not as expected is a finding", () => {
  test("with what was expected, what came and where the expectation stands", async () => {
    const place = { path: "x.case.yaml", line: 9 };
    const one = caseOf("x", "a", {
      expect: { decision: "deny", messages: ["other"], place },
      engines: { cel: { decision: "allow" } },
    });
    const { outcomes, findings } = await run([controlOf("x", ["rego", "cel"], [one])], deny);
    expect(outcomes.map(outcomeText)).toEqual(["x a rego failed", "x a cel failed"]);
    expect(findings.map(findingText)).toEqual([
      "x a rego: expected a violation with `other`, got `no`",
      "x a cel: expected allow, got deny: `no`",
    ]);
    expect(findings.map((finding) => finding.place)).toEqual([place, one.place]);
    expect(outcomes.map(({ finding }) => finding)).toEqual(findings);
  });

  test("and so is a judge that breaks its word and throws", async () => {
    const { findings, problems } = await run([controlOf("x", ["cel"], [caseOf("x", "a")])], async () => {
      throw new Error("boom");
    });
    expect(problems).toEqual([
      {
        code: "internal",
        message: "boom",
        place: { path: "cases/x/deny/a.yaml", line: 1 },
        hint: "this is a bug: please report it with the file that shows it",
      },
    ]);
    expect(findings.map(findingText)).toEqual(["x a cel: expected deny, got error: `boom`"]);
  });
});

describe("nothing checked never passes", () => {
  test("a control without cases, without policies, or with policies for other engines only", async () => {
    const controls = [
      controlOf("a", ["cel"], []),
      controlOf("b", [], [caseOf("b", "x")]),
      controlOf("c", ["topdown"], [caseOf("c", "x")]),
    ];
    const { outcomes, findings } = await run(controls, deny);
    expect(outcomes).toEqual([]);
    expect(findings.map(findingText)).toEqual([
      "a -: it has no case, so nothing shows what its policies do",
      "b -: it has no policy for rego, cel, podsecurity, so its cases were judged by nothing",
      "c -: it has no policy for rego, cel, podsecurity, so its cases were judged by nothing",
    ]);
  });

  test("a case that every engine skipped although it must be allowed", async () => {
    const one = caseOf("x", "a", { expect: { decision: "allow" } });
    const { findings } = await run([controlOf("x", ["cel"], [one])], async () =>
      verdict({ decision: "skip", skipped: "nothing matched" }),
    );
    expect(findings.map(findingText)).toEqual(["x a cel: expected allow, got skip: `nothing matched`"]);
  });

  test("an expectation for an engine that will never judge; topdown counts where there is Rego", async () => {
    const one = caseOf("x", "a", { engines: { podsecurity: { decision: "allow" }, topdown: { decision: "deny" } } });
    const { findings } = await run([controlOf("x", ["rego"], [one])], deny);
    expect(findings.map(findingText)).toEqual([
      "x a: it says what `podsecurity` must decide, but the control has no policy for `podsecurity`",
    ]);
  });

  test("a code that no engine gave", async () => {
    const coded = caseOf("x", "a", { expect: { decision: "deny", code: 422 } });
    const own = caseOf("x", "b", { engines: { rego: { decision: "deny", code: 422 } } });
    const { findings } = await run([controlOf("x", ["rego"], [coded, own])], deny);
    expect(findings.map(findingText)).toEqual([
      "x a: it expects code 422, but no engine that judged it gives a code",
      "x b rego: expected code 422, but the engine `rego` gave no code",
    ]);
    const answered = await run([controlOf("x", ["cel"], [coded])], async () => ({
      ...denied("no"),
      response: { allowed: false, code: 422 },
    }));
    expect(answered.findings).toEqual([]);
  });

  test("a policy that does not compile, an engine that does not start, a judge that is not there", async () => {
    const problem = { code: "bad-policy", message: "unexpected token", place: { path: "p.rego", line: 3 } } as const;
    const broken = {
      get: (id: EngineId) => ({
        id,
        compile: async () => {
          if (id === "rego") return { problems: [problem] };
          if (id === "cel") throw new AssayError("engine-missing", "no engine for this platform");
          return { problems: [] };
        },
      }),
    };
    const cases = [caseOf("x", "a", { expect: { decision: "deny", code: 422 } })];
    const { outcomes, findings, problems } = await runCases([controlOf("x", engines, cases)], broken, { engines });
    expect(outcomes).toEqual([]);
    expect(findings).toEqual([]);
    expect(problems).toEqual([
      problem,
      { code: "engine-missing", message: "no engine for this platform" },
      { code: "internal", message: "the engine `podsecurity` gave no judge for `x` and did not say why" },
    ]);
  });

  test("a problem that two engines report is said once, and what compiled is judged", async () => {
    const problem = { code: "bad-policy", message: "unused variable", place: { path: "rego/x/policy" } } as const;
    const source = { get: (id: EngineId) => ({ id, compile: async () => ({ judge: deny, problems: [problem] }) }) };
    const { outcomes, problems } = await runCases([controlOf("x", ["rego", "cel"], [caseOf("x", "a")])], source, {
      engines,
    });
    expect(outcomes.map(outcomeText)).toEqual(["x a rego passed", "x a cel passed"]);
    expect(problems).toEqual([problem]);
  });
});

test("what a compiler says of a policy as a whole stands at the policy's first file", async () => {
  const problem = { code: "bad-policy", message: "no rule is named so" } as const;
  const source = { get: (id: EngineId) => ({ id, compile: async () => ({ problems: [problem] }) }) };
  const { problems } = await runCases([controlOf("x", ["rego"], [caseOf("x", "a")])], source, { engines });
  expect(problems).toEqual([{ ...problem, place: { path: "rego/x/policy" } }]);
});

test("an error of the tool itself is a problem too, once, and satisfies no case", async () => {
  const cases = [caseOf("x", "a", { expect: { decision: "error" } }), caseOf("x", "b")];
  const { problems } = await run([controlOf("x", ["cel"], cases)], async () =>
    verdict({ decision: "error", errors: [{ code: "engine-exited", message: "it ended" }] }),
  );
  expect(problems).toEqual([
    { code: "engine-exited", message: "it ended", place: { path: "cases/x/deny/a.yaml", line: 1 } },
  ]);
});

test("a skipped case does not run and keeps its reason", async () => {
  const source = enginesWith(deny);
  const { outcomes, findings } = await runCases(
    [controlOf("x", ["cel"], [caseOf("x", "a", { skip: "not decided" })])],
    source,
    { engines },
  );
  expect(outcomes).toEqual([
    {
      control: "x",
      case: "a",
      engine: "cel",
      place: { path: "cases/x/deny/a.yaml", line: 1 },
      status: "skipped",
      milliseconds: 0,
      reason: "not decided",
    },
  ]);
  expect(findings).toEqual([]);
  expect(source.compiled).toEqual([]);
});

test("an aborted run gives what was found so far, and does not wait for an engine that hangs", async () => {
  const stop = new AbortController();
  const judge: Judge = (request) =>
    request.object !== undefined && "text" in request.object && request.object.text === "hangs"
      ? new Promise(() => {})
      : deny(request, {});
  const controls = [controlOf("x", ["cel"], [caseOf("x", "a"), caseOf("x", "hangs")])];
  const { outcomes, interrupted } = await runCases(controls, enginesWith(judge), {
    engines,
    signal: stop.signal,
    onOutcome: () => stop.abort(),
  });
  expect(outcomes.map(outcomeText)).toEqual(["x a cel passed"]);
  expect(interrupted).toBe(true);
});
