import type {
  Engine,
  EngineId,
  ErrorCode,
  JsonObject,
  KindSchema,
  Policy,
  Problem,
  Request,
  Schema,
  World,
} from "../model/index.ts";
import { openAdmitted } from "./_admitted.ts";
import { type Answer, problemOf } from "./_answer.ts";
import { locateBinary } from "./_binary.ts";
import type { Launcher } from "./_carrier.ts";
import { type ClusterEngine, clusterEngine } from "./_cluster.ts";
import type { ClusterSettings } from "./_cluster-config.ts";
import { type CommandEngine, commandEngine } from "./_command.ts";
import { type CoverageRun, openCoverage } from "./_coverage.ts";
import { type EvaluateHandle, openEvaluations } from "./_evaluations.ts";
import { type Explaining, openExplain } from "./_explain.ts";
import type { ToldOf } from "./_explain-asked.ts";
import { type FormsOf, openForms } from "./_forms.ts";
import { celFormEngine } from "./_forms-cel.ts";
import { openParameters, type ParametersFound } from "./_forms-parameters.ts";
import { regoFormEngine } from "./_forms-rego.ts";
import { gatekeeperEngine } from "./_gatekeeper.ts";
import { openGatekeeper } from "./_gatekeeper-host.ts";
import { type Hosts, openHosts } from "./_hosts.ts";
import type { MutantsAsked, MutantsMade } from "./_kept-mutants.ts";
import { kubeEngine } from "./_kube.ts";
import { type KyvernoEngine, type KyvernoSettings, kyvernoEngine } from "./_kyverno.ts";
import { openMutants } from "./_mutants.ts";
import { handleNames, type Names } from "./_names.ts";
import type { Diagnostic, Formatted, Inspected, Module, ReadDocuments, RegoTests, Releases } from "./_ops.ts";
import { Pipeline } from "./_pipeline.ts";
import { type Program, processLauncher } from "./_process.ts";
import { openReads, type ReadsFound } from "./_reads.ts";
import { type Evaluator, regoEngine } from "./_rego.ts";
import { diagnosticProblem, regoProblems } from "./_rego-plan.ts";
import { topdownEvaluator } from "./_rego-topdown.ts";
import { wasmEvaluator } from "./_rego-wasm.ts";
import { type Reviewed, reviewed } from "./_reviewed.ts";
import { openReviews, type Reviews } from "./_reviews.ts";
import type { Asking } from "./_set-ups.ts";
import { openTypeCheck, type TypeChecks } from "./_type-check.ts";
import { openUses, type UsesFound } from "./_uses.ts";
import { wasmLauncher } from "./_wasm-thread.ts";
import { withForms } from "./_with-forms.ts";

export interface EnginesOptions {
  /** How long an engine may take for one request, in milliseconds. @defaultValue 10,000 */
  readonly timeoutMs?: number;
  /** Where the engines' programs are. @defaultValue the package for this platform, or what `npm run engines` built */
  readonly binaries?: { readonly opa?: Program; readonly kube?: Program; readonly gatekeeper?: Program };
  /** Which cluster the engine `cluster` asks. */
  readonly cluster?: ClusterSettings;
  /** Which `kyverno` the engine `kyverno` runs. */
  readonly kyverno?: KyvernoSettings;
}

/** A result, or the problems that prevent one. */
export type Result<T> =
  | { readonly value: T; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly value?: undefined };

/** Unit tests to run; `run` is a regular expression on their names. */
export interface RegoTesting {
  readonly modules: readonly Module[];
  readonly data?: object;
  readonly run?: string;
  readonly coverage?: boolean;
  /** An error of a builtin is one of the test, and not undefined. @defaultValue false, as `opa test` has it */
  readonly strict?: boolean;
  /** For the whole run of tests, in milliseconds. @defaultValue ten times the limit for one request */
  readonly timeoutMs?: number;
}

/** The real engines, live: each is started when it is first needed. Nothing here rejects. */
export interface Engines {
  get(id: EngineId): Engine;
  /** What OPA's parser and compiler (with `strict`, its strict mode) have against modules. Empty: nothing. */
  check(modules: readonly Module[], options?: { readonly strict?: boolean }): Promise<Result<readonly Problem[]>>;
  inspect(modules: readonly Module[]): Promise<Result<Inspected>>;
  format(modules: readonly Module[]): Promise<Result<Formatted>>;
  testRego(testing: RegoTesting): Promise<Result<RegoTests>>;
  /** Reads a YAML or JSON stream as kubectl does. */
  read(text: string): Promise<Result<ReadDocuments>>;
  /** The object as the API server admits it: read, defaulted and validated. A request without an object gives none. */
  admit(request: Request, world: World): Promise<Result<JsonObject | undefined>>;
  /** The form of the API server's objects; of the kinds that are named, else of all. */
  schema(kinds?: readonly Pick<KindSchema, "group" | "version" | "kind">[]): Promise<Result<Schema>>;
  /** How policies of one engine judge a request. */
  explain(asked: Explaining): Promise<ToldOf>;
  /** A request as webhooks are given it; nothing where the API server refuses it. */
  review(request: Request, world: World): Promise<Reviewed | undefined>;
  /** What policies look at, for generation to lean to. */
  reads(policies: readonly Policy[]): Promise<ReadsFound>;
  /** What decides what each policy in Rego says. */
  uses(policies: readonly Policy[]): Promise<UsesFound>;
  /** What the API server's type checker has against the expressions of ValidatingAdmissionPolicies, for all kinds that they match. */
  typeCheck(policies: readonly Policy[], crds?: readonly JsonObject[]): Promise<TypeChecks>;
  /** Each slip that can be made in a policy in Rego or CEL, alone, and its judge; what its library has is left as it is. */
  mutants(policy: Policy, asked?: MutantsAsked): Promise<MutantsMade>;
  /** Engines that note what they evaluate of policies. */
  coverage(policies: readonly Policy[]): CoverageRun;
  /** Where parameters of ConstraintTemplates among the policies can be drawn from. */
  parameters(policies: readonly Policy[]): Promise<ParametersFound>;
  /** The releases of Kubernetes that the engine can stand for. */
  releases(): Promise<Result<Releases>>;
  /** Ends every engine. What is still asked gets an error. */
  close(): void;
}

const defaultTimeoutMs = 10_000;

/** Opens the engines; the caller closes them. */
export function openEngines(options: EnginesOptions = {}): Engines {
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const pipelines = openPipelines({ ...options, timeoutMs });
  const { opa, kube } = pipelines;
  const read = (text: string): Promise<Answer<ReadDocuments>> => kube.ask<ReadDocuments>("read", { text });
  const cluster = clusterEngine({ settings: options.cluster ?? {}, timeoutMs, read });
  const name = handleNames();
  const hosts = openHosts({ kube, emulating: pipelines.emulating, name });
  const reviews = openReviews(hosts);
  const kyverno = kyvernoEngine({ settings: options.kyverno ?? {}, timeoutMs, read, reviews });
  const command = commandEngine({ hosts, reviews, kube, timeoutMs });
  const formsOf = openForms(pipelines.gatekeeper);
  const evaluateHandle = openEvaluations(pipelines.topdown);
  const parts = { evaluateHandle, name, hosts, reviews, formsOf, cluster, kyverno, command };
  const engines = enginesOn(pipelines, parts);
  const admitted = openAdmitted(hosts);
  return {
    get: (id) => engines[id],
    check: async (modules, { strict = false } = {}) => {
      const answer = await opa.ask<{ readonly diagnostics: readonly Diagnostic[] }>("check", { modules, strict });
      return result(answer, ({ diagnostics }) => diagnostics.map(diagnosticProblem));
    },
    inspect: async (modules) => result(await opa.ask<Inspected>("inspect", { modules }), itself),
    format: async (modules) => result(await opa.ask<Formatted>("format", { modules }), itself),
    testRego: async ({ timeoutMs: limit = timeoutMs * 10, ...body }) => {
      const asking: Asking = { timeoutMs: limit };
      return result(await opa.ask<RegoTests>("test", body, asking), itself);
    },
    read: async (text) => plainResult(await read(text), "bad-yaml"),
    admit: async (request, world) => plainResult(await admitted(request, world), "bad-object"),
    schema: async (kinds) => plainResult(await kube.ask<Schema>("schema", kinds === undefined ? {} : { kinds })),
    explain: openExplain({ ...pipelines, ...parts }),
    review: (request, world) => reviewed(reviews, request, world),
    reads: openReads({ opa, kube, name, formsOf }),
    uses: openUses(opa, timeoutMs * 10),
    typeCheck: openTypeCheck(kube, timeoutMs * 10),
    mutants: openMutants({ ...pipelines, ...parts, timeoutMs: timeoutMs * 10 }),
    coverage: (policies) => openCoverage({ ...pipelines, ...parts }, policies),
    parameters: openParameters(formsOf),
    releases: async () => plainResult(await kube.ask<Releases>("releases", {})),
    close: () => {
      for (const each of [pipelines, cluster, kyverno, command]) each.close();
    },
  };
}

interface Pipelines {
  readonly opa: Pipeline;
  /** A second process of `opa`: builtins that a policy in WASM waits for do not queue behind evaluations. */
  readonly topdown: Pipeline;
  readonly kube: Pipeline;
  /** A process of `kube` as a server of an older release. */
  readonly emulating: (release: string) => Pipeline;
  readonly thread: Pipeline;
  readonly gatekeeper: Pipeline;
  close(): void;
}

function openPipelines({ binaries = {}, timeoutMs }: EnginesOptions & { readonly timeoutMs: number }): Pipelines {
  const opened: Pipeline[] = [];
  let closed = false;
  const open = (launcher: Launcher): Pipeline => {
    const pipeline = new Pipeline(launcher, { timeoutMs });
    opened.push(pipeline);
    if (closed) pipeline.close();
    return pipeline;
  };
  const opaLauncher = processLauncher("opa", () => binaries.opa ?? locateBinary("opa"));
  const kubeLauncher = (...more: readonly string[]) =>
    processLauncher("kube", () => {
      const { file, arguments: first = [] } = binaries.kube ?? locateBinary("kube");
      return { file, arguments: [...first, ...more] };
    });
  const opa = open(opaLauncher);
  return {
    opa,
    topdown: open(opaLauncher),
    kube: open(kubeLauncher()),
    emulating: (release) => open(kubeLauncher("-emulate", release)),
    thread: open(wasmLauncher((call) => opa.ask("builtin", call))),
    gatekeeper: open(processLauncher("gatekeeper", () => binaries.gatekeeper ?? locateBinary("gatekeeper"))),
    close: () => {
      closed = true;
      for (const pipeline of opened) pipeline.close();
    },
  };
}

/** What engines are made of beside processes, and those that are there already. */
interface Parts {
  readonly evaluateHandle: EvaluateHandle;
  readonly name: Names;
  readonly hosts: Hosts;
  readonly reviews: Reviews;
  readonly formsOf: FormsOf;
  readonly cluster: ClusterEngine;
  readonly kyverno: KyvernoEngine;
  readonly command: CommandEngine;
}

function enginesOn(
  { opa, topdown, kube, thread, gatekeeper }: Pipelines,
  { evaluateHandle, name, hosts, reviews, formsOf, cluster, kyverno, command }: Parts,
): Readonly<Record<EngineId, Engine>> {
  const host = openGatekeeper({ gatekeeper, name, hosts, reviews });
  const rego = (evaluator: Evaluator): Engine =>
    withForms(regoEngine(evaluator, { opa, hosts, reviews }), regoFormEngine(evaluator, host, formsOf));
  const cel = kubeEngine("cel", hosts);
  return {
    rego: rego(wasmEvaluator({ opa, kube, thread, name })),
    topdown: rego(topdownEvaluator({ topdown, evaluateHandle, kube, name })),
    cel: withForms(cel, celFormEngine(cel, formsOf)),
    podsecurity: kubeEngine("podsecurity", hosts),
    gatekeeper: gatekeeperEngine(host),
    kyverno,
    command,
    cluster,
  };
}

function result<T, R>({ ok, error }: Answer<T>, show: (value: T) => R): Result<R> {
  return error === undefined ? { value: show(ok as T) } : { problems: regoProblems(error) };
}

/** An answer that is no business of OPA. */
function plainResult<T>({ ok, error }: Answer<T>, code: ErrorCode = "internal"): Result<T> {
  return error === undefined ? { value: ok } : { problems: [problemOf(error, code)] };
}

function itself<T>(value: T): T {
  return value;
}
