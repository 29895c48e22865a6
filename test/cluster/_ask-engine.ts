import { locateBinary } from "../../harness/engine/_binary.ts";
import { handleNames } from "../../harness/engine/_names.ts";
import type { Admitted } from "../../harness/engine/_ops.ts";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";
import { admission, requestBody } from "../../harness/engine/_request.ts";
import { openWorlds } from "../../harness/engine/_worlds.ts";
import type { Engines } from "../../harness/engine/index.ts";
import {
  type EngineId,
  type JsonObject,
  type Judge,
  type Policy,
  placeText,
  type Verdict,
} from "../../harness/model/index.ts";
import { isObject } from "./_objects.ts";
import type { Answer, Trial } from "./_trial.ts";

/** Answers trials as the server should, by policies that were compiled. */
export type AskEngine = (trials: readonly Trial[]) => Promise<readonly Answer[]>;

/** Judges by the public harness, and takes the stored object from the engine that it asks. */
export interface EngineSide {
  /** Throws where the engine refuses a policy. */
  compile(engine: EngineId, policies: readonly Policy[]): Promise<AskEngine>;
  close(): void;
}

const limits = { timeoutMs: 30_000 };
const batch = 256;

export function openEngineSide(engines: Engines): EngineSide {
  const kube = new Pipeline(
    processLauncher("kube", () => locateBinary("kube")),
    limits,
  );
  const worldOf = openWorlds(kube, handleNames());
  const objectOf = async ({ request, world }: Trial): Promise<JsonObject | undefined> => {
    const body = { world: worldOf(world).handle, request: requestBody(request), ...admission(world) };
    const { ok } = await kube.ask<Admitted>("admit", body);
    const object = ok?.review.request.object;
    return isObject(object) ? object : undefined;
  };
  return {
    compile: async (engine, policies) => {
      const judge = await compile(engines, engine, policies);
      const ask = async (trial: Trial): Promise<Answer> => {
        const [verdict, object] = await Promise.all([judge(trial.request, trial.world), objectOf(trial)]);
        return answerOf(verdict, object);
      };
      return async (trials) => {
        const answers: Answer[] = [];
        for (let start = 0; start < trials.length; start += batch) {
          answers.push(...(await Promise.all(trials.slice(start, start + batch).map(ask))));
        }
        return answers;
      };
    },
    close: () => kube.close(),
  };
}

async function compile(engines: Engines, engine: EngineId, policies: readonly Policy[]): Promise<Judge> {
  const { judge, problems } = await engines.get(engine).compile(policies);
  if (judge !== undefined && problems.length === 0) return judge;
  const texts = problems.map(({ place, message }) =>
    place === undefined ? message : `${placeText(place)}: ${message}`,
  );
  throw new Error(`the engine refuses a policy of the comparison: ${texts.join("\n")}`);
}

function answerOf(
  { decision, response, warnings, audit, errors = [] }: Verdict,
  object: JsonObject | undefined,
): Answer {
  if (response === undefined) {
    const message = `no response of the engine: ${errors.map((error) => `${error.code}: ${error.message}`).join("; ")}`;
    return { decision, allowed: false, message, causes: [], warnings, audit };
  }
  const { allowed, code, reason, message, causes = [] } = response;
  // What a server lets pass is allowed, whether nothing applied or a failure was ignored.
  const seen = allowed ? "allow" : decision;
  return {
    decision: seen,
    allowed,
    code,
    reason,
    message,
    causes,
    warnings,
    audit,
    object: allowed ? object : undefined,
  };
}
