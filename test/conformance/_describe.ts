import { afterAll, describe, expect, it } from "vitest";
import type { ConformanceCase } from "./_case.ts";
import type { Way } from "./_difference.ts";
import { type Evaluators, openEvaluators } from "./_evaluators.ts";
import { exceptions } from "./_exceptions.ts";
import { questionOf } from "./_question.ts";
import { type CaseFile, type RegoVersion, readCases, suiteFiles } from "./_suite.ts";
import { judge, type Result } from "./_verdict.ts";

/** Runs OPA's own cases of one version of Rego in every way that the harness evaluates Rego; one test for each file. */
export function describeConformance(version: RegoVersion): void {
  const evaluators = openEvaluators();
  const files = suiteFiles(version);
  const results: { readonly way: Way; readonly result: Result }[] = [];
  const read = (file: CaseFile) => readCases(file, (text) => evaluators.builtin("yaml.unmarshal", [text]));
  afterAll(() => {
    evaluators.close();
    console.log(summary(version, results));
  });

  describe.concurrent(`the cases of OPA's suite in Rego ${version}`, () => {
    it.for(files)("of $path come out as the suite wants, by topdown and in WASM", async (file, { expect }) => {
      const cases = await read(file);
      const asked = cases.flatMap((given) => waysOf(given).map((way) => ({ path: file.path, given, way })));
      const found = await Promise.all(
        asked.map(async ({ way, ...of }) => ({
          way,
          result: judge(of, way, await ask(evaluators, version, { way, ...of })),
        })),
      );
      results.push(...found);
      expect(found.flatMap(({ result }) => (result.kind === "fault" ? result.message : []))).toEqual([]);
    });
  });

  describe(`the exceptions from OPA's suite in Rego ${version}`, () => {
    it("each name a case of the suite", async () => {
      for (const { file, note } of exceptions) {
        const holder = files.find(({ path }) => path === `${version}/${file}`);
        const notes = holder === undefined ? [] : (await read(holder)).map((given) => given.note);
        expect(notes, file).toContain(note);
      }
    });

    it("are fewer than one in a hundred of more than two thousand cases", async () => {
      const cases = (await Promise.all(files.map(read))).flat();
      expect(cases.length).toBeGreaterThan(2000);
      expect(exceptions.length).toBeLessThan(cases.length / 100);
    });
  });
}

function waysOf(given: ConformanceCase): readonly Way[] {
  return given.strict_error === true ? ["strict", "topdown", "wasm"] : ["topdown", "wasm"];
}

function ask(
  evaluators: Evaluators,
  version: RegoVersion,
  { given, way }: { readonly given: ConformanceCase; readonly way: Way },
): ReturnType<Evaluators["wasm"]> {
  const question = questionOf(given, version);
  switch (way) {
    case "strict":
      return evaluators.topdown(question, true);
    case "topdown":
      return evaluators.topdown(question, false);
    case "wasm":
      return evaluators.wasm(question);
  }
}

function summary(version: RegoVersion, results: readonly { readonly way: Way; readonly result: Result }[]): string {
  const ways = [...Map.groupBy(results, ({ way }) => way)].map(([way, of]) => {
    const count = (kind: Result["kind"]) => of.filter(({ result }) => result.kind === kind).length;
    const judged = of.length - count("refused");
    return `${way} ${count("pass")} of ${judged} pass (${count("listed")} listed, ${count("refused")} refused by design, ${count("fault")} wrong)`;
  });
  return `OPA conformance, Rego ${version}: ${ways.join("; ")}`;
}
