import type { Compiled, Engine, EvaluationError, JsonObject, Policy, Problem, Verdict } from "../model/index.ts";
import { type Answer, evaluationError } from "./_answer.ts";
import { type Command, commandText } from "./_command-lines.ts";
import { CommandProgram } from "./_command-program.ts";
import { commandVerdict, patchOf } from "./_command-verdict.ts";
import type { Hosts } from "./_hosts.ts";
import { readJson } from "./_json.ts";
import type { Review } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { Prepared, Reviews } from "./_reviews.ts";
import { errorVerdict } from "./_verdict.ts";

/** What commands are asked with. */
export interface CommandHost {
  readonly hosts: Hosts;
  readonly reviews: Reviews;
  /** Applies patches as the API server does. */
  readonly kube: Pipeline;
  readonly timeoutMs: number;
}

/** Any program that answers AdmissionReviews, one a line. */
export interface CommandEngine extends Engine {
  /** Ends the programs. */
  close(): void;
}

export function commandEngine(host: CommandHost): CommandEngine {
  const programs = new Map<string, CommandProgram>();
  let closed = false;
  const programOf = (command: Command): CommandProgram => {
    const key = JSON.stringify(command);
    const program = programs.get(key) ?? new CommandProgram(command, host);
    programs.set(key, program);
    if (closed) program.close();
    return program;
  };
  return {
    id: "command",
    compile: async (policies, options) => compile(policies, { ...host, programOf, kubernetes: options?.kubernetes }),
    close: () => {
      closed = true;
      for (const program of programs.values()) program.close();
    },
  };
}

// --- internal ---

interface Context extends CommandHost {
  readonly programOf: (command: Command) => CommandProgram;
  readonly kubernetes: string | undefined;
}

async function compile(policies: readonly Policy[], context: Context): Promise<Compiled> {
  if (policies.length === 0) return { problems: [] };
  const unknown = await context.hosts.ready(context.kubernetes);
  if (unknown.length > 0) return { problems: unknown };
  const commands = policies.flatMap((policy) => commandOf(policy) ?? []);
  const problems = policies.filter((policy) => commandOf(policy) === undefined).map(noProgram);
  if (commands.length === 0) return { problems };
  const { reviews, kubernetes } = context;
  return {
    judge: async (request, world) => {
      const prepared = await reviews(request, world, kubernetes);
      if (prepared.errors.length > 0) return errorVerdict(prepared.errors);
      return joined(await Promise.all(commands.map((command) => askOne(command, prepared, context))), prepared);
    },
    problems,
  };
}

function commandOf({ run = [], folder }: Policy): Command | undefined {
  const [program, ...words] = run;
  if (program === undefined || program === "") return undefined;
  return { run: [program, ...words], ...(folder === undefined ? {} : { folder }) };
}

function noProgram({ control }: Policy): Problem {
  return { code: "bad-policy", message: `the command of \`${control}\` names no program` };
}

async function askOne(
  command: Command,
  { inputs }: Prepared,
  { programOf, kube }: Pick<Context, "programOf" | "kube">,
): Promise<Verdict> {
  const review = inputs("admission")?.text ?? "{}";
  const { ok: response, error } = await programOf(command).ask(review);
  if (error !== undefined) return errorVerdict([evaluationError(error, "evaluation")]);
  const verdict = commandVerdict(response, commandText(command));
  const patch = patchOf(response);
  return patch === undefined ? verdict : withObject(verdict, await patched(kube, review, patch), commandText(command));
}

/** The object as the patch leaves it. */
async function patched(
  kube: Pipeline,
  review: string,
  patch: string,
): Promise<Answer<{ readonly object: JsonObject }>> {
  const { object } = (readJson(review) as Review).request;
  return kube.ask<{ readonly object: JsonObject }>("patch", { object: object ?? {}, patch });
}

function withObject(verdict: Verdict, { ok, error }: Answer<{ readonly object: JsonObject }>, policy: string): Verdict {
  if (error !== undefined)
    return { ...verdict, decision: "error", errors: [{ ...evaluationError(error, "evaluation"), policy }] };
  return { ...verdict, object: ok.object };
}

/** Of several programs all must allow. None sees what another makes of the object, so that only one alone tells what becomes of it. */
function joined(verdicts: readonly Verdict[], { warnings }: Prepared): Verdict {
  const errors: readonly EvaluationError[] = verdicts.flatMap((verdict) => verdict.errors ?? []);
  const violations = verdicts.flatMap((verdict) => verdict.violations);
  const [first] = verdicts;
  return {
    decision: errors.length > 0 ? "error" : violations.length > 0 ? "deny" : "allow",
    violations,
    warnings: [...new Set([...warnings, ...verdicts.flatMap((verdict) => verdict.warnings)])],
    audit: Object.assign({}, ...verdicts.map(({ audit }) => audit)),
    ...(errors.length > 0 ? { errors } : {}),
    ...(verdicts.length === 1 && first?.response !== undefined ? { response: first.response } : {}),
    ...(verdicts.length === 1 && first?.object !== undefined ? { object: first.object } : {}),
  };
}
