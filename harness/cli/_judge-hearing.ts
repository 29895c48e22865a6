import type { EngineSource } from "../compare/index.ts";
import type { Compiled, Decision, Engine, EngineId, Request } from "../model/index.ts";

/** What one policy said of one request. */
export interface Heard {
  readonly control: string;
  readonly engine: EngineId;
  readonly decision: Decision;
  readonly warnings: readonly string[];
}

/** Engines that are listened to: what is let pass leaves no finding, and still there is something to tell of it. */
export interface Hearing {
  readonly engines: EngineSource;
  of(request: Request): readonly Heard[];
}

export function openHearing(source: EngineSource): Hearing {
  const heard = new Map<Request, Heard[]>();
  const note = (request: Request, one: Heard): void => {
    const known = heard.get(request);
    if (known === undefined) heard.set(request, [one]);
    else known.push(one);
  };
  const listening = (engine: Engine): Engine => ({
    id: engine.id,
    compile: async (policies, options) => {
      const compiled = await engine.compile(policies, options);
      return listened(compiled, { control: policies[0]?.control ?? "", engine: engine.id }, note);
    },
  });
  return { engines: { get: (id) => listening(source.get(id)) }, of: (request) => heard.get(request) ?? [] };
}

// --- internal ---

function listened(
  compiled: Compiled,
  about: Pick<Heard, "control" | "engine">,
  note: (request: Request, one: Heard) => void,
): Compiled {
  const { judge } = compiled;
  if (judge === undefined) return compiled;
  return {
    ...compiled,
    judge: async (request, world) => {
      const verdict = await judge(request, world);
      note(request, { ...about, decision: verdict.decision, warnings: verdict.warnings });
      return verdict;
    },
  };
}
