import type { Case, Control, Engine, EngineId, Judge, Verdict } from "../../harness/model/index.ts";

export const verdict = (given: Partial<Verdict>): Verdict => ({
  decision: "allow",
  violations: [],
  warnings: [],
  audit: {},
  ...given,
});

export const denied = (...messages: string[]): Verdict =>
  verdict({ decision: "deny", violations: messages.map((message) => ({ policy: "p", message })) });

export function caseOf(control: string, name: string, given: Partial<Case> = {}): Case {
  const place = { path: `cases/${control}/deny/${name}.yaml`, line: 1 };
  return {
    control,
    name,
    place,
    request: { operation: "CREATE", object: { text: name } },
    world: {},
    expect: { decision: "deny" },
    ...given,
  };
}

export function controlOf(id: string, engines: readonly EngineId[], cases: readonly Case[]): Control {
  return {
    id,
    policies: engines.map((engine) => ({
      control: id,
      engine,
      sources: [{ path: `${engine}/${id}/policy`, text: id }],
    })),
    cases,
  };
}

/** Engines that judge with a function; what they are asked to compile is kept. */
export function enginesWith(judge: Judge): { readonly compiled: string[]; get(id: EngineId): Engine } {
  const compiled: string[] = [];
  return {
    compiled,
    get: (id) => ({
      id,
      compile: async (policies, options) => {
        compiled.push(`${id} ${policies.map(({ control }) => control).join("+")} ${options?.kubernetes ?? "own"}`);
        return { judge, problems: [] };
      },
    }),
  };
}
