import type { EvaluationError, JsonObject } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import { applying } from "./_kyverno-apply.ts";
import type { ReadYaml } from "./_kyverno-files.ts";
import { type Batch, filesFor } from "./_kyverno-given.ts";
import type { FileRuns, Ran } from "./_kyverno-process.ts";
import { type KyvernoReport, objectKey, wordsOf } from "./_kyverno-report.ts";
import { mocks, testing } from "./_kyverno-table.ts";
import type { KyvernoAnswer } from "./_kyverno-verdict.ts";
import type { Program } from "./_process.ts";

/** What the binary is and how it is run. */
export interface Asking {
  readonly program: Program;
  readonly runs: FileRuns;
  /** For a run that answers few requests; one that answers more has as many times as long. */
  readonly timeoutMs: number;
  readonly read: ReadYaml;
}

/** An answer for each of the requests, in their order. */
export type Answers = readonly (KyvernoAnswer | readonly EvaluationError[])[];

/** Runs the binary once; where it gives up at one of the objects, once more for each half. */
export async function ask(batch: Batch, asking: Asking): Promise<Answers> {
  const { requests, sources } = batch;
  const form = mocks(sources) ? testing : applying;
  const files = filesFor(batch);
  const ran = await asking.runs.run({
    program: asking.program,
    arguments: form.arguments(batch, files),
    files: { ...files, ...form.files(batch, files) },
    timeoutMs: asking.timeoutMs * Math.max(1, requests.length / perLimit),
  });
  if ("message" in ran) return requests.map(() => [evaluationError(ran, "engine-exited")]);
  const report = form.read(ran.stdout, ran.stderr);
  const errors = errorsOf(ran, report);
  if (errors.length === 0) return answers(batch, report, await changedBy(ran, asking.read));
  if (requests.length === 1 || concernsAll(errors)) return requests.map(() => errors);
  const middle = requests.length >> 1;
  const halves = [requests.slice(0, middle), requests.slice(middle)];
  return (await Promise.all(halves.map((half) => ask({ ...batch, requests: half }, asking)))).flat();
}

// --- internal ---

/** How many requests a run may answer within the limit for one: starting the binary takes most of it. */
const perLimit = 20;

/** Exit code 1 alone says that a rule failed. Policies that were left out would pass whatever is asked. */
function errorsOf(ran: Ran, { results, leftOut }: KyvernoReport): readonly EvaluationError[] {
  if (leftOut.length > 0)
    return leftOut.map((words) => ({ code: "bad-policy", message: `kyverno left a policy out: ${words}` }));
  const words = wordsOf(ran.stderr);
  if (ran.code === 0 || (ran.code === 1 && results.length > 0 && (words === "" || countsOnly.test(words)))) return [];
  return [{ code: "evaluation", message: words === "" ? `kyverno ended with exit code ${ran.code}` : words }];
}

/** `kyverno test` says how many results are not as its Test expects. */
const countsOnly = /^\d+ tests failed$/;

function concernsAll(errors: readonly EvaluationError[]): boolean {
  return errors.some(({ code, message }) => code === "bad-policy" || /failed to compile policy/.test(message));
}

/** The last form of each object that mutating policies wrote, by key. */
async function changedBy({ written }: Ran, read: ReadYaml): Promise<ReadonlyMap<string, JsonObject>> {
  const texts = written.filter((text) => text.trim() !== "");
  const documents = await Promise.all(texts.map((text) => read(text)));
  const objects = documents.flatMap(({ ok }) =>
    (ok?.documents ?? []).flatMap(({ object }) => (object === undefined ? [] : [object])),
  );
  return new Map(objects.map((object) => [objectKey(object), object]));
}

function answers({ requests }: Batch, { results }: KyvernoReport, changed: ReadonlyMap<string, JsonObject>): Answers {
  const byObject = Map.groupBy(results, ({ object }) => object);
  return requests.map(({ object: before }) => {
    const key = objectKey(before);
    const after = changed.get(key);
    return { results: byObject.get(key) ?? [], before, ...(after === undefined ? {} : { after }) };
  });
}
