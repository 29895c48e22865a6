import { availableParallelism } from "node:os";
import type {
  Compiled,
  Engine,
  EvaluationError,
  Judge,
  Policy,
  Problem,
  Request,
  Verdict,
  World,
} from "../model/index.ts";
import { type Asking, ask } from "./_kyverno-ask.ts";
import { type KyvernoSources, looksAround, type ReadYaml, readSources } from "./_kyverno-files.ts";
import { openFileRuns } from "./_kyverno-process.ts";
import { objectKey, type RuleResult } from "./_kyverno-report.ts";
import { cannotAsk, type KyvernoRequest, prepareRequest } from "./_kyverno-request.ts";
import { mocks } from "./_kyverno-table.ts";
import { counts, type KyvernoAnswer, verdictOf } from "./_kyverno-verdict.ts";
import type { Program } from "./_process.ts";
import type { Reviews } from "./_reviews.ts";
import { errorVerdict } from "./_verdict.ts";
import { limiter } from "./limit.ts";

/** Which `kyverno` judges. */
export interface KyvernoSettings {
  /** A path, or a name that is looked up where programs are; also with arguments that come first. @defaultValue kyverno */
  readonly binary?: string | Program;
}

export interface KyvernoOptions {
  readonly settings: KyvernoSettings;
  /** For every 20 requests of a run of the binary, in milliseconds. */
  readonly timeoutMs: number;
  readonly read: ReadYaml;
  readonly reviews: Reviews;
}

/** Policies of Kyverno's own kinds, judged by the user's `kyverno`. */
export interface KyvernoEngine extends Engine {
  /** What each rule says of a request; nothing where it cannot be asked. */
  tell(asked: {
    readonly policies: readonly Policy[];
    readonly request: Request;
    readonly world: World;
  }): Promise<readonly RuleResult[]>;
  close(): void;
}

export function kyvernoEngine({ settings, timeoutMs, read, reviews }: KyvernoOptions): KyvernoEngine {
  const runs = openFileRuns();
  const { binary = "kyverno" } = settings;
  const program = typeof binary === "string" ? { file: binary } : binary;
  const asking: Asking = { program, runs, timeoutMs, read };
  const queue = openQueue(asking);
  let found: Promise<Problem | undefined> | undefined;
  return {
    id: "kyverno",
    compile: async (policies) => {
      if (policies.length === 0) return { problems: [] };
      found ??= findBinary(asking);
      const missing = await found;
      if (missing !== undefined) return { problems: [missing] };
      return compile(policies, { read, reviews, queue });
    },
    tell: async ({ policies, request, world }) => {
      const { answer } = await opened(policies, { read, reviews, queue });
      const said = await answer(request, world);
      return "results" in said ? said.results : [];
    },
    close: () => runs.close(),
  };
}

// --- internal ---

/** Asks as many requests at once as one run of the binary can answer. */
type Queue = (asked: Asked) => Promise<KyvernoAnswer | readonly EvaluationError[]>;

interface Asked {
  readonly sources: KyvernoSources;
  /** By which sources are told apart. */
  readonly name: string;
  readonly world: World;
  readonly request: KyvernoRequest;
}

interface Compiling {
  readonly read: ReadYaml;
  readonly reviews: Reviews;
  readonly queue: Queue;
}

async function findBinary({ program, runs, timeoutMs }: Asking): Promise<Problem | undefined> {
  const ran = await runs.run({ program, arguments: ["version"], files: {}, timeoutMs });
  const hint = "install the kyverno CLI, or name it with `kyverno: {binary: …}` in assay.yaml";
  if ("message" in ran) return { code: "engine-missing", message: ran.message, hint };
  if (ran.code === 0) return undefined;
  return {
    code: "engine-missing",
    message: `\`${program.file} version\` ended with exit code ${ran.code}: ${ran.stderr.trim()}`,
    hint,
  };
}

/** Policies that were read, and what their rules that count say of a request. */
interface Opened {
  readonly sources: KyvernoSources;
  answer(request: Request, world: World): Promise<KyvernoAnswer | readonly EvaluationError[]>;
}

async function opened(policies: readonly Policy[], { read, reviews, queue }: Compiling): Promise<Opened> {
  const sources = await readSources(
    policies.flatMap((policy) => policy.sources),
    read,
  );
  const wanted = policies.flatMap(({ entrypoints }) => entrypoints ?? []);
  const { problems: _, ...all } = sources;
  const name = JSON.stringify(all);
  const entrypoints = policies.every((policy) => policy.entrypoints !== undefined) ? wanted : undefined;
  return {
    sources,
    answer: async (request, world) => {
      const reason = cannotAsk(request, world);
      if (reason !== undefined) return [{ code: "bad-world", message: reason }];
      const prepared = await prepareRequest(request, world, reviews);
      if (!("object" in prepared)) return prepared;
      const answer = await queue({ sources, name, world, request: prepared });
      if (!("results" in answer)) return answer;
      return { ...answer, results: answer.results.filter((one) => counts(entrypoints, one)) };
    },
  };
}

async function compile(policies: readonly Policy[], compiling: Compiling): Promise<Compiled> {
  const { sources, answer } = await opened(policies, compiling);
  const { problems } = sources;
  if (sources.policies.length === 0) return { problems: problems.length > 0 ? problems : [nothingIn(policies)] };
  const judge: Judge = async (request, world): Promise<Verdict> => {
    const said = await answer(request, world);
    return "results" in said ? verdictOf(said) : errorVerdict(said);
  };
  return { judge, cannotAsk: async (request, world) => cannotAsk(request, world), together: true, problems };
}

function nothingIn(policies: readonly Policy[]): Problem {
  const path = policies.flatMap((policy) => policy.sources)[0]?.path;
  const place = path === undefined ? {} : { place: { path } };
  return { code: "nothing-found", message: "the sources hold no policy", ...place };
}

interface Waiting extends Asked {
  readonly answer: (answer: KyvernoAnswer | readonly EvaluationError[]) => void;
}

function openQueue(asking: Asking): Queue {
  const waiting = new Map<string, Waiting[]>();
  const limit = limiter(availableParallelism());
  const serve = async (key: string): Promise<void> => {
    const all = waiting.get(key) ?? [];
    const [first, ...others] = all;
    if (first === undefined) return;
    const batch = seesOthers(first.sources) ? [first] : [first, ...others].filter(onlyOne());
    waiting.set(
      key,
      all.filter((one) => !batch.includes(one)),
    );
    const requests = batch.map(({ request }) => request);
    const answers = await ask({ sources: first.sources, world: first.world, requests }, asking).catch(broken(requests));
    for (const [index, one] of batch.entries()) one.answer(answers[index] ?? []);
    await serve(key);
  };
  return (asked) =>
    new Promise((answer) => {
      const key = keyOf(asked);
      const queue = waiting.get(key) ?? [];
      waiting.set(key, queue);
      queue.push({ ...asked, answer });
      // Whoever asks in the same turn of the event loop, and until the binary may run, is served with it.
      setImmediate(() => void limit(() => serve(key)));
    });
}

/** Whether what is judged in one run is in the cluster that policies look at. */
function seesOthers(sources: KyvernoSources): boolean {
  return looksAround(sources) && (sources.cluster !== undefined || !mocks(sources));
}

/** Keeps the first request about each object. */
function onlyOne(): (one: Asked) => boolean {
  const seen = new Set<string>();
  return ({ request }) => {
    const key = objectKey(request.object);
    return !seen.has(key) && seen.add(key) !== undefined;
  };
}

/** Requests of one key differ in nothing but the object. */
function keyOf({ name, world, request }: Asked): string {
  const around = [world.namespaces, world.objects, world.crds, request.operation, request.user];
  return `${name}${JSON.stringify(around)}`;
}

function broken(requests: readonly KyvernoRequest[]): (error: unknown) => readonly (readonly EvaluationError[])[] {
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    return requests.map(() => [{ code: "internal", message }]);
  };
}
