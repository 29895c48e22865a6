import type { EvaluationError, Request, World } from "../model/index.ts";
import type { AdmittedText } from "./_admissions.ts";
import { type Answer, evaluationError } from "./_answer.ts";
import { type Inputs, inputsOf } from "./_input.ts";
import type { KubeHost } from "./_kube.ts";
import { rawReview } from "./_raw.ts";
import { contentOf } from "./_worlds.ts";

/** A request as a Rego policy sees it. With `errors` there is nothing to see. */
export interface Prepared {
  readonly errors: readonly EvaluationError[];
  readonly inputs: Inputs;
  /** The API server's own. */
  readonly warnings: readonly string[];
}

/** What Rego is given comes from the API server's code, and is made once for all judges that judge the same request. */
export type Reviews = (request: Request, world: World) => Promise<Prepared>;

const mostKept = 1024;

export function openReviews(host: KubeHost): Reviews {
  const recent = new Map<Request, { readonly key: string; readonly prepared: Promise<Prepared> }>();
  return (request, world) => {
    const known = recent.get(request);
    const key = JSON.stringify([contentOf(world), world.validate, world.serviceAccount, world.raw]);
    if (known?.key === key) return known.prepared;
    const prepared = world.raw === true ? prepareRaw(host, request, world) : prepare(host, request, world);
    recent.set(request, { key, prepared });
    if (recent.size > mostKept) recent.delete(recent.keys().next().value as Request);
    return prepared;
  };
}

async function prepare({ admissions, worldOf }: KubeHost, request: Request, world: World): Promise<Prepared> {
  const asked = admissions.admit(request, world);
  const errors = await worldOf(world).errors;
  if (errors.length > 0) return refused(errors);
  return preparedOf(await asked, world);
}

async function prepareRaw({ kube }: KubeHost, request: Request, world: World): Promise<Prepared> {
  const { ok: review, error } = await rawReview(kube, request);
  return preparedOf(error === undefined ? { ok: { review: JSON.stringify(review), warnings: [] } } : { error }, world);
}

function preparedOf({ ok, error }: Answer<AdmittedText>, world: World): Prepared {
  if (error !== undefined) return refused([evaluationError(error, "bad-object")]);
  return { errors: [], inputs: inputsOf(ok.review, world.params), warnings: ok.warnings };
}

function refused(errors: readonly EvaluationError[]): Prepared {
  return { errors, inputs: () => undefined, warnings: [] };
}
