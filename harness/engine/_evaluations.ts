import { type Answer, failureOf, isOfEngine } from "./_answer.ts";
import type { Input } from "./_input.ts";
import { readJson } from "./_json.ts";
import type { RegoResults } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { WireError } from "./_wire.ts";

/** Evaluates what topdown holds under a handle; `inventory` is JSON text for `data.inventory`. */
export type EvaluateHandle = (handle: string, input: Input, inventory?: string) => Promise<Answer<RegoResults>>;

/** What is asked of one input at the same time is one request: the input is sent and read once. */
export function openEvaluations(topdown: Pipeline): EvaluateHandle {
  const joints = new Map<Input, Joint>();
  const join = (input: Input, inventory: string | undefined): Joint => {
    const known = joints.get(input);
    if (known?.inventory === inventory && known !== undefined) return known;
    const answer = Promise.resolve().then(() => {
      if (joints.get(input) === joint) joints.delete(input);
      return evaluateAll(topdown, joint);
    });
    const joint: Joint = { input, inventory, handles: [], answer };
    joints.set(input, joint);
    return joint;
  };
  return async (handle, input, inventory) => {
    const joint = join(input, inventory);
    const position = joint.handles.push(handle) - 1;
    const joined = await joint.answer;
    const alone = joint.handles.length > 1 && joined.error !== undefined && isOfEngine(joined.error);
    const answer = alone ? await evaluateAll(topdown, { ...joint, handles: [handle] }) : joined;
    if (answer.error !== undefined) return { error: answer.error };
    const { error, ...ok } = answer.ok.evaluations[alone ? 0 : position] as Evaluated;
    return error === undefined ? { ok } : { error: failureOf(error, "opa") };
  };
}

// --- internal ---

/** Everything that is asked of one input in one tick. */
interface Joint {
  readonly input: Input;
  readonly inventory: string | undefined;
  readonly handles: string[];
  readonly answer: Promise<Answer<AllEvaluated>>;
}

type Evaluated = RegoResults & { readonly error?: WireError };

interface AllEvaluated {
  readonly evaluations: readonly Evaluated[];
}

function evaluateAll(
  topdown: Pipeline,
  { input, inventory, handles }: Pick<Joint, "input" | "inventory" | "handles">,
): Promise<Answer<AllEvaluated>> {
  const given = inventory === undefined ? {} : { inventory: readJson(inventory) };
  return topdown.ask<AllEvaluated>("evalAll", { handles, input: input.value(), ...given });
}
