import type { EvaluationError, Json, JsonObject, World } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import { fileOf, type KyvernoSources, mutates, type ReadYaml } from "./_kyverno-files.ts";
import type { FileRuns, Ran } from "./_kyverno-process.ts";
import { type KyvernoReport, objectKey, readReport, wordsOf } from "./_kyverno-report.ts";
import type { KyvernoRequest } from "./_kyverno-request.ts";
import type { KyvernoAnswer } from "./_kyverno-verdict.ts";
import type { Program } from "./_process.ts";

/** Requests that one run of the binary can answer: what is around them is the same, and no two are about one object. */
export interface Batch {
  readonly sources: KyvernoSources;
  readonly world: World;
  readonly requests: readonly KyvernoRequest[];
}

/** What the binary is and how it is run. */
export interface Applying {
  readonly program: Program;
  readonly runs: FileRuns;
  readonly timeoutMs: number;
  readonly read: ReadYaml;
}

/** An answer for each of the requests, in their order. */
export type Answers = readonly (KyvernoAnswer | readonly EvaluationError[])[];

/** Runs `kyverno apply` once; where it gives up at one of the objects, once more for each half. */
export async function apply(batch: Batch, applying: Applying): Promise<Answers> {
  const { requests } = batch;
  const ran = await applying.runs.run({
    program: applying.program,
    arguments: argumentsOf(batch),
    files: filesOf(batch),
    timeoutMs: applying.timeoutMs,
  });
  if ("message" in ran) return requests.map(() => [evaluationError(ran, "engine-exited")]);
  const report = readReport(ran.stdout, ran.stderr);
  const errors = errorsOf(ran, report);
  if (errors.length === 0) return answers(batch, report, await changedBy(ran, applying.read));
  if (requests.length === 1 || concernsAll(errors)) return requests.map(() => errors);
  const middle = requests.length >> 1;
  const halves = [requests.slice(0, middle), requests.slice(middle)];
  return (await Promise.all(halves.map((half) => apply({ ...batch, requests: half }, applying)))).flat();
}

// --- internal ---

const names = {
  policies: "policies.yaml",
  resources: "resources.yaml",
  exceptions: "exceptions.yaml",
  values: "values.yaml",
  user: "user.yaml",
  context: "context.yaml",
  targets: "others.yaml",
  crds: "crds.yaml",
} as const;

const cli = { apiVersion: "cli.kyverno.io/v1alpha1" };

function filesOf({ sources, world, requests }: Batch): Readonly<Record<string, string>> {
  const values = valuesOf(sources, world, requests[0]);
  const user = userOf(sources, requests[0]);
  const { exceptions, context } = sources;
  return {
    [names.policies]: fileOf(sources.policies),
    [names.resources]: fileOf(requests.map(({ object }) => object)),
    ...(exceptions.length === 0 ? {} : { [names.exceptions]: fileOf(exceptions) }),
    ...(values === undefined ? {} : { [names.values]: fileOf([values]) }),
    ...(user === undefined ? {} : { [names.user]: fileOf([user]) }),
    ...(context === undefined ? {} : { [names.context]: fileOf([context]) }),
    ...(world.objects === undefined ? {} : { [names.targets]: fileOf(world.objects) }),
    ...(world.crds === undefined ? {} : { [names.crds]: fileOf(world.crds) }),
  };
}

/** `-v 3` makes it say which policies it could not read. */
function argumentsOf(batch: Batch): readonly string[] {
  const files = filesOf(batch);
  const flag = (name: string, file: string): readonly string[] => (Object.hasOwn(files, file) ? [name, file] : []);
  return [
    ...["apply", names.policies, "--resource", names.resources],
    ...["--policy-report", "--output-format", "json", "--remove-color", "-v", "3"],
    ...flag("--exception", names.exceptions),
    ...flag("--values-file", names.values),
    ...flag("--userinfo", names.user),
    ...flag("--context-file", names.context),
    ...flag("--target-resource", names.targets),
    ...flag("--crd-paths", names.crds),
    ...(mutates(batch.sources) ? ["--output", "changed.yaml"] : []),
  ];
}

/** The user's own values, with the operation and the namespaces of the request. */
function valuesOf(
  { values }: KyvernoSources,
  world: World,
  request: KyvernoRequest | undefined,
): JsonObject | undefined {
  const operation = request?.operation ?? "CREATE";
  const { namespaces = [] } = world;
  if (values === undefined && operation === "CREATE" && namespaces.length === 0) return undefined;
  const written = { ...cli, kind: "Values", metadata: { name: "values" }, ...values };
  const globalValues = {
    ...(written as { readonly globalValues?: JsonObject }).globalValues,
    ...(operation === "CREATE" ? {} : { "request.operation": operation }),
  };
  const all = [...((values?.["namespaces"] ?? []) as readonly JsonObject[]), ...namespaces];
  return { ...written, globalValues, ...(all.length === 0 ? {} : { namespaces: all }) } as JsonObject;
}

function userOf({ user }: KyvernoSources, request: KyvernoRequest | undefined): JsonObject | undefined {
  if (request?.user === undefined) return user;
  const userInfo = request.user as Json;
  return { ...cli, kind: "UserInfo", metadata: { name: "user" }, ...user, userInfo } as JsonObject;
}

/** Exit code 1 alone says that a rule failed. Policies that were left out would pass whatever is asked. */
function errorsOf(ran: Ran, { results, leftOut }: KyvernoReport): readonly EvaluationError[] {
  if (leftOut.length > 0)
    return leftOut.map((words) => ({ code: "bad-policy", message: `kyverno left a policy out: ${words}` }));
  const words = wordsOf(ran.stderr);
  if (ran.code === 0 || (ran.code === 1 && results.length > 0 && words === "")) return [];
  return [{ code: "evaluation", message: words === "" ? `kyverno ended with exit code ${ran.code}` : words }];
}

function concernsAll(errors: readonly EvaluationError[]): boolean {
  return errors.some(({ code, message }) => code === "bad-policy" || /failed to compile policy/.test(message));
}

/** The last form of each object that mutating policies wrote, by key. */
async function changedBy({ written }: Ran, read: ReadYaml): Promise<ReadonlyMap<string, JsonObject>> {
  const texts = written.filter((text) => text.trim() !== "");
  const answers = await Promise.all(texts.map((text) => read(text)));
  const objects = answers.flatMap(({ ok }) =>
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
