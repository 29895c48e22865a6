import type { Request, Verdict, World } from "../model/index.ts";
import { type Answer, type Failure, isOfEngine } from "./_answer.ts";
import type { Decided } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { admission, requestBody } from "./_request.ts";
import type { KnownWorld } from "./_worlds.ts";

/** What the API server makes of a request: the text of the AdmissionReview that a webhook would get, and the server's own warnings. */
export interface AdmittedText {
  readonly review: string;
  readonly warnings: readonly string[];
}

/** Asks the API server's code. What is asked of one request at the same time is one admission. */
export interface Admissions {
  /** Admits a request. What the server refuses is `bad-input`. */
  admit(request: Request, world: World): Promise<Answer<AdmittedText>>;
  /** Judges a request by policies that the engine holds. */
  judge(policies: string, request: Request, world: World): Promise<Answer<Verdict>>;
}

export function openAdmissions({ kube, worldOf }: AdmissionHost): Admissions {
  const joints = new Map<Request, Joint>();
  const join = (request: Request, world: World): Joint => {
    const known = joints.get(request);
    if (known?.world === world) return known;
    const answer = Promise.resolve().then(() => {
      if (joints.get(request) === joint) joints.delete(request);
      return decide({ kube, worldOf }, joint);
    });
    const joint: Joint = { request, world, policies: [], review: false, answer };
    joints.set(request, joint);
    return joint;
  };
  const alone = async (joint: Joint, failure: Failure, part: Partial<Joint>): Promise<Answer<Decided>> =>
    joint.policies.length + Number(joint.review) > 1 && isOfEngine(failure)
      ? decide({ kube, worldOf }, { ...joint, policies: [], review: false, ...part })
      : { error: failure };
  return {
    async admit(request, world) {
      const joint = join(request, world);
      joint.review = true;
      const joined = await joint.answer;
      const { ok, error } = joined.error === undefined ? joined : await alone(joint, joined.error, { review: true });
      if (error !== undefined) return { error };
      if (ok.refusal !== undefined) return { error: { code: "bad-input", ...ok.refusal } };
      return { ok: { review: ok.review ?? "", warnings: ok.warnings } };
    },
    async judge(policies, request, world) {
      const joint = join(request, world);
      const position = joint.policies.push(policies) - 1;
      const joined = await joint.answer;
      if (joined.error === undefined) return { ok: joined.ok.verdicts[position] as Verdict };
      const { ok, error } = await alone(joint, joined.error, { policies: [policies] });
      return error === undefined ? { ok: ok.verdicts[0] as Verdict } : { error };
    },
  };
}

/** What admissions are asked of. */
export interface AdmissionHost {
  readonly kube: Pipeline;
  readonly worldOf: (world: World) => Pick<KnownWorld, "handle">;
}

// --- internal ---

/** Everything that is asked of one request in one tick. */
interface Joint {
  readonly request: Request;
  readonly world: World;
  readonly policies: string[];
  review: boolean;
  readonly answer: Promise<Answer<Decided>>;
}

function decide(
  { kube, worldOf }: AdmissionHost,
  { request, world, policies, review }: Joint,
): Promise<Answer<Decided>> {
  const body = { world: worldOf(world).handle, request: requestBody(request), ...admission(world), policies, review };
  return kube.ask<Decided>("decide", body);
}
