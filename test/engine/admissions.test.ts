import { describe, expect, test } from "vitest";
import { openAdmissions } from "../../harness/engine/_admissions.ts";
import type { Pipeline } from "../../harness/engine/_pipeline.ts";
import type { Request, Verdict, World } from "../../harness/model/index.ts";

interface Body {
  readonly policies: readonly string[];
  readonly review: boolean;
}

const request = (): Request => ({ operation: "CREATE", object: { json: { kind: "Pod" } } });
const verdict = (name: string): Verdict => ({
  decision: "deny",
  violations: [{ policy: name, message: "no" }],
  warnings: [],
  audit: {},
});

/** Admissions over an engine that keeps what it is asked, and ends where it is asked for `endless`. */
function admissions(refusal?: { readonly message: string; readonly details: unknown }) {
  const asked: Body[] = [];
  const ask = async (_op: string, { policies, review }: Body) => {
    asked.push({ policies: [...policies], review });
    if (policies.includes("endless")) return { error: { code: "engine-timeout", message: "it did not finish" } };
    const verdicts = policies.map(verdict);
    return { ok: { verdicts, warnings: [], ...(review ? { review: "{}" } : {}), ...(refusal && { refusal }) } };
  };
  const kube = { ask } as unknown as Pipeline;
  const known = { handle: "world1", errors: Promise.resolve([]) };
  return { asked, ...openAdmissions({ kube, worldOf: () => known }) };
}

describe("what is asked of one request at the same time", () => {
  const world: World = {};

  test("is one admission, and each is told its own", async () => {
    const { asked, admit, judge } = admissions();
    const one = request();
    const told = await Promise.all([judge("a", one, world), admit(one, world), judge("b", one, world)]);
    expect(asked).toEqual([{ policies: ["a", "b"], review: true }]);
    expect(told).toEqual([{ ok: verdict("a") }, { ok: { review: "{}", warnings: [] } }, { ok: verdict("b") }]);
  });

  test("is apart for other requests and other worlds", async () => {
    const { asked, judge } = admissions();
    const one = request();
    await Promise.all([judge("a", one, world), judge("b", request(), world), judge("c", one, { kubernetes: "1.31" })]);
    expect(asked.map(({ policies }) => policies)).toEqual([["a"], ["b"], ["c"]]);
  });

  test("is asked again one by one where the engine ended, so that one endless policy costs no other its verdict", async () => {
    const { asked, admit, judge } = admissions();
    const one = request();
    const told = await Promise.all([judge("endless", one, world), judge("b", one, world), admit(one, world)]);
    expect(told).toEqual([
      { error: { code: "engine-timeout", message: "it did not finish" } },
      { ok: verdict("b") },
      { ok: { review: "{}", warnings: [] } },
    ]);
    expect(asked.slice(1)).toEqual([
      { policies: ["endless"], review: false },
      { policies: ["b"], review: false },
      { policies: [], review: true },
    ]);
  });

  test("is refused as a whole in the server's words", async () => {
    const refusal = { message: "no such field", details: { code: 400 } };
    const { admit } = admissions(refusal);
    expect(await admit(request(), world)).toEqual({ error: { code: "bad-input", ...refusal } });
  });
});
