import type { Engines } from "../engine/index.ts";
import type { Control, EngineId, FailedTest, Outcome, Policy, Problem, SourceFile } from "../model/index.ts";

/** What unit tests came to: an outcome for each, by OPA's own evaluator. */
export interface UnitTests {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly FailedTest[];
  readonly problems: readonly Problem[];
}

/** Runs the unit tests in Rego of controls, each control's beside its own policy. Nothing is run where no engine that judges Rego takes part. */
export async function runUnitTests(
  controls: readonly Control[],
  { testRego }: Pick<Engines, "testRego">,
  { engines, signal }: { readonly engines: readonly EngineId[]; readonly signal?: AbortSignal },
): Promise<UnitTests> {
  const outcomes: Outcome[] = [];
  const problems: Problem[] = [];
  if (!engines.some(isRego)) return { outcomes, findings: [], problems };
  const runs = controls.flatMap((control) => {
    const modules = modulesOf(control);
    return modules === undefined ? [] : [{ control, answer: testRego(modules) }];
  });
  for (const { control, answer } of runs) {
    if (signal?.aborted === true) break;
    const tested = await answer;
    if (tested.problems !== undefined) problems.push(...tested.problems);
    else if (tested.value.results.length === 0) problems.push(...testless(control));
    else outcomes.push(...tested.value.results.map((result) => outcomeOf(control, result)));
  }
  return { outcomes, findings: outcomes.flatMap(({ finding }) => (isFailedTest(finding) ? [finding] : [])), problems };
}

// --- internal ---

type Tested = Awaited<ReturnType<Engines["testRego"]>>["value"];
type Result = NonNullable<Tested>["results"][number];

function isRego(engine: EngineId): boolean {
  return engine === "rego" || engine === "topdown";
}

function modulesOf({ policies, unitTests = [] }: Control): Parameters<Engines["testRego"]>[0] | undefined {
  const policy = policies.find(({ engine, from }) => isRego(engine) && from === undefined);
  if (unitTests.length === 0) return undefined;
  const { sources = [], library = [], v0, data }: Partial<Policy> = policy ?? {};
  const files = new Map<string, SourceFile>([...library, ...sources, ...unitTests].map((file) => [file.path, file]));
  const modules = [...files.values()].map((file) => (v0 === true ? { ...file, v0 } : file));
  return data === undefined ? { modules } : { modules, data };
}

function testless({ unitTests = [] }: Control): readonly Problem[] {
  return unitTests.map(({ path }) => ({
    code: "nothing-found",
    message: `\`${path}\` holds no test`,
    place: { path },
    hint: "name a rule `test_…`, or remove the file",
  }));
}

function outcomeOf({ id }: Control, result: Result): Outcome {
  const { path, row, status, nanoseconds } = result;
  const about = {
    control: id,
    case: `${result.package}.${result.name}`,
    engine: "topdown",
    place: { path, line: row },
  } as const;
  const milliseconds = nanoseconds / 1e6;
  switch (status) {
    case "pass":
      return { ...about, status: "passed", milliseconds };
    case "skip":
      return { ...about, status: "skipped", milliseconds, reason: "its name begins with `todo_test_`" };
    case "fail":
    case "error": {
      const message = result.message ?? "the test is not true";
      const finding: FailedTest = {
        kind: "failed-test",
        ...about,
        message,
        ...(result.output === undefined ? {} : { output: result.output }),
      };
      return { ...about, status: "failed", milliseconds, finding };
    }
  }
}

function isFailedTest(finding: Outcome["finding"]): finding is FailedTest {
  return finding?.kind === "failed-test";
}
