import type { Engines } from "../../harness/engine/index.ts";
import {
  type EngineId,
  type JsonObject,
  type Judge,
  type Policy,
  placeText,
  type Verdict,
} from "../../harness/model/index.ts";
import type { Answer, Trial } from "./_trial.ts";

/** Answers trials as the server should, by policies that were compiled. */
export type AskEngine = (trials: readonly Trial[]) => Promise<readonly Answer[]>;

/** Judges by the public harness, and takes the stored object from it. */
export interface EngineSide {
  /** Throws where the engine refuses a policy. @param kubernetes - the release that the server emulates */
  compile(engine: EngineId, policies: readonly Policy[], kubernetes?: string): Promise<AskEngine>;
}

const batch = 256;

export function openEngineSide(engines: Engines): EngineSide {
  return {
    compile: async (engine, policies, kubernetes) => {
      const judge = await compile(engines, policies, { engine, kubernetes });
      const ask = async (trial: Trial): Promise<Answer> => {
        const world = kubernetes === undefined ? trial.world : { ...trial.world, kubernetes };
        const [verdict, { value }] = await Promise.all([
          judge(trial.request, world),
          engines.admit(trial.request, world),
        ]);
        return answerOf(verdict, verdict.object ?? value);
      };
      return async (trials) => {
        const answers: Answer[] = [];
        for (let start = 0; start < trials.length; start += batch) {
          answers.push(...(await Promise.all(trials.slice(start, start + batch).map(ask))));
        }
        return answers;
      };
    },
  };
}

async function compile(
  engines: Engines,
  policies: readonly Policy[],
  { engine, kubernetes }: { readonly engine: EngineId; readonly kubernetes: string | undefined },
): Promise<Judge> {
  const release = kubernetes === undefined ? {} : { kubernetes };
  const { judge, problems } = await engines.get(engine).compile(policies, release);
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
