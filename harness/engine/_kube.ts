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
import { type Answer, evaluationError, problemOf } from "./_answer.ts";
import type { Hosts, KubeHost } from "./_hosts.ts";
import type { Policies } from "./_ops.ts";
import { errorVerdict } from "./_verdict.ts";

/** Policies in the engine, compiled for one Kubernetes release. */
interface Taken {
  readonly host: KubeHost;
  readonly handle: string;
  readonly answer: Promise<Answer<Policies>>;
}

/** ValidatingAdmissionPolicy and MutatingAdmissionPolicy, or PodSecurity, by the API server's own code. */
export function kubeEngine(id: "cel" | "podsecurity", hosts: Hosts): Engine {
  return { id, compile: (policies, options) => compile(id, hosts, { policies, kubernetes: options?.kubernetes }) };
}

interface Asked {
  readonly policies: readonly Policy[];
  readonly kubernetes: string | undefined;
}

async function compile(id: Engine["id"], hosts: Hosts, { policies, kubernetes }: Asked): Promise<Compiled> {
  if (policies.length === 0) return { problems: [] };
  const unknown = await hosts.ready(kubernetes);
  if (unknown.length > 0) return { problems: unknown };
  const releases = new Map<string | undefined, Taken>();
  const taken = (release: string | undefined): Taken => {
    const known = releases.get(release);
    if (known !== undefined) return known;
    const fresh = take(id, hosts.of(release), { policies, kubernetes: release });
    releases.set(release, fresh);
    void fresh.answer.then(({ error }) => error !== undefined && releases.delete(release));
    return fresh;
  };
  const { error, ok } = await taken(kubernetes).answer;
  if (error !== undefined) return { problems: [problemOf(error, "bad-config")] };
  const problems = problemsOf(ok);
  if (!ok.policies.some(judges)) return { problems: problems.length > 0 ? problems : [nothingIn(policies)] };
  const judge: Judge = async (request, world) => {
    const release = world.kubernetes ?? kubernetes;
    const errors = release === kubernetes ? [] : await refusals(taken(release));
    return errors.length > 0 ? errorVerdict(errors) : judgeOne(taken(release), { request, world });
  };
  return { judge, problems };
}

function take(engine: Engine["id"], host: KubeHost, { policies, kubernetes }: Asked): Taken {
  const handle = host.name("policies");
  const sources = policies.flatMap((policy) => policy.sources);
  const body = { as: handle, engine, sources, ...(kubernetes === undefined ? {} : { kubernetes }) };
  return { host, handle, answer: host.kube.ask<Policies>("policies", body, { makes: handle }) };
}

/** Judges by what the engine holds under a handle. */
export async function judgeOne(
  { host, handle }: Pick<Taken, "host" | "handle">,
  { request, world }: { readonly request: Request; readonly world: World },
): Promise<Verdict> {
  const asked = host.admissions.judge(handle, request, world);
  const worldErrors = await host.worldOf(world).errors;
  const judged = await asked;
  if (worldErrors.length > 0) return errorVerdict(worldErrors);
  return judged.error === undefined ? judged.ok : errorVerdict([evaluationError(judged.error, "bad-object")]);
}

/** What another release than the one compiled first has against the policies. */
async function refusals({ answer }: Taken): Promise<readonly EvaluationError[]> {
  const { error, ok } = await answer;
  if (error !== undefined) return [evaluationError(error, "bad-policy")];
  return problemsOf(ok).map(({ code, message }) => ({ code, message }));
}

/** What the server has against the sources of policies. */
export function problemsOf({ problems }: Pick<Policies, "problems">): readonly Problem[] {
  return problems.map(({ path, line, message }) => {
    const place = path === undefined ? {} : { place: { path, ...(line === undefined ? {} : { line }) } };
    return { code: "bad-policy", message, ...place };
  });
}

/** A binding alone judges nothing. */
function judges({ kind }: Policies["policies"][number]): boolean {
  return !kind.endsWith("PolicyBinding");
}

function nothingIn(policies: readonly Policy[]): Problem {
  const path = policies.flatMap((policy) => policy.sources)[0]?.path;
  const place = path === undefined ? {} : { place: { path } };
  return { code: "nothing-found", message: "the sources hold no policy", ...place };
}
