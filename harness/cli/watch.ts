import type { Project } from "../load/index.ts";
import { AssayError, exitCode } from "../model/index.ts";
import { type HeldEngines, heldEngines } from "./_held-engines.ts";
import { interruptible } from "./_interrupt.ts";
import { folderOf, writeReport } from "./_output.ts";
import type { TestOptions } from "./_test-options.ts";
import { type Changes, changesIn } from "./_watch-changes.ts";
import { projectOf, selectedOf, type TestPlan, testPlan, testReport } from "./test.ts";
import { touchedBy } from "./watch-touched.ts";

/** Tests, and tests what a change touches again, until `q` or Ctrl-C. @returns the exit code of the last report */
export async function watchTest(paths: readonly string[], options: TestOptions): Promise<number> {
  const plan = testPlan(paths, options);
  const interrupt = interruptible();
  const quit = quitKey();
  const signal = AbortSignal.any([interrupt.signal, quit.signal]);
  const engines = heldEngines(options);
  const changes = await changesIn(plan.root, { but: plan.targets.flatMap(({ file = [] }) => file), signal });
  try {
    return await rerun({ plan, options, engines, signal }, changes.next);
  } finally {
    await changes.close();
    engines.close();
    quit.end();
    interrupt.end();
  }
}

// --- internal ---

interface Watching {
  readonly plan: TestPlan;
  readonly options: TestOptions;
  readonly engines: HeldEngines;
  readonly signal: AbortSignal;
}

async function rerun(watching: Watching, next: Changes["next"]): Promise<number> {
  let [project, code] = await tested(watching, undefined, undefined);
  for (let changed = await next(); changed !== undefined; changed = await next()) {
    const [now, came] = await tested(watching, changed, project);
    project = now ?? project;
    code = came ?? code;
  }
  return code ?? 2;
}

/** One run, with the project that it read and the code that it came to; none of both where they are as they were. */
async function tested(
  watching: Watching,
  changed: readonly string[] | undefined,
  before: Project | undefined,
): Promise<readonly [Project | undefined, number | undefined]> {
  const { plan, options } = watching;
  try {
    const project = projectOf(plan, options);
    const touched = changed === undefined || before === undefined ? "all" : touchedBy(changed, before, project);
    if (touched !== "all" && !isWorthARun(plan, project, touched)) return [project, undefined];
    if (changed !== undefined) tell(`Changed: ${changed.join(", ")}`);
    const report = await testReport(plan, options, { ...watching, project, touched });
    await writeReport(report, plan.targets, options.color, folderOf(options.cwd));
    return [project, exitCode(report)];
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    tell(`error: ${error.message}`);
    return [undefined, 2];
  } finally {
    if (!watching.signal.aborted) tell("Watching for changes: q or Ctrl-C ends.");
  }
}

/** What a broken file would have is not known: then all problems are shown again. */
function isWorthARun(plan: TestPlan, project: Project, touched: ReadonlySet<string>): boolean {
  if (touched.size === 0) return false;
  return project.problems.length > 0 || selectedOf(plan, project, touched).controls.length > 0;
}

/** What is no report goes to standard error. */
function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}

/** Hears `q`, and Ctrl-C where the terminal gives it as a key. */
function quitKey(): { readonly signal: AbortSignal; end(): void } {
  const controller = new AbortController();
  const { stdin } = process;
  const hear = (keys: Buffer): void => {
    if (keys.includes("q") || keys.includes("\u0003")) controller.abort();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("data", hear);
  return {
    signal: controller.signal,
    end: () => {
      stdin.off("data", hear);
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
