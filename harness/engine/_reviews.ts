import type { EvaluationError, Request, World } from "../model/index.ts";
import type { AdmittedText } from "./_admissions.ts";
import { type Answer, evaluationError } from "./_answer.ts";
import type { Hosts, KubeHost } from "./_hosts.ts";
import { type Inputs, inputsOf } from "./_input.ts";
import { rawReview } from "./_raw.ts";
import { contentOf } from "./_worlds.ts";

/** A request as a Rego policy sees it. With `errors` there is nothing to see. */
export interface Prepared {
  readonly errors: readonly EvaluationError[];
  readonly inputs: Inputs;
  /** The API server's own. */
  readonly warnings: readonly string[];
}

/**
 * What Rego is given comes from the API server's code, and is made once for all judges that judge the same request. `release` is the server's
 * where the world names none.
 */
export type Reviews = (request: Request, world: World, release?: string) => Promise<Prepared>;

const mostKept = 1024;

export function openReviews(hosts: Hosts): Reviews {
  const recent = new Map<Request, Recent>();
  return (request, world, release) => {
    const host = hosts.of(world.kubernetes ?? release);
    const known = recent.get(request);
    if (known?.host === host && alike(known.world, world)) return known.prepared;
    const prepared = world.raw === true ? prepareRaw(host, request, world) : prepare(host, request, world);
    recent.set(request, { host, world, prepared });
    if (recent.size > mostKept) recent.delete(recent.keys().next().value as Request);
    return prepared;
  };
}

interface Recent {
  readonly host: KubeHost;
  readonly world: World;
  readonly prepared: Promise<Prepared>;
}

function alike(left: World, right: World): boolean {
  if (left === right) return true;
  const key = (world: World) => JSON.stringify([contentOf(world), world.validate, world.serviceAccount, world.raw]);
  return key(left) === key(right);
}

async function prepare({ admissions, worldOf }: KubeHost, request: Request, world: World): Promise<Prepared> {
  const asked = admissions.admit(request, world);
  const errors = await worldOf(world).errors;
  if (errors.length > 0) return refused(errors);
  return preparedOf(await asked, world);
}

async function prepareRaw({ kube }: KubeHost, request: Request, world: World): Promise<Prepared> {
  const { ok: review, error } = await rawReview(kube, request, world.validate);
  return preparedOf(error === undefined ? { ok: { review: JSON.stringify(review), warnings: [] } } : { error }, world);
}

function preparedOf({ ok, error }: Answer<AdmittedText>, world: World): Prepared {
  if (error !== undefined) return refused([evaluationError(error, "bad-object")]);
  return { errors: [], inputs: inputsOf(ok.review, world.params), warnings: ok.warnings };
}

function refused(errors: readonly EvaluationError[]): Prepared {
  return { errors, inputs: () => undefined, warnings: [] };
}
