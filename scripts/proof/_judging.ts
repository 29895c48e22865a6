import { type EngineSource, runCases } from "../../harness/compare/index.ts";
import type { Engines } from "../../harness/engine/index.ts";
import {
  type Control,
  type EngineId,
  judgesOf,
  type Outcome,
  type Policy,
  type Verdict,
} from "../../harness/model/index.ts";
import type { Mutant } from "./_mutants.ts";
import type { Proof } from "./index.ts";

/** A control's policy with the ways in which it is broken. */
export interface Asked {
  readonly control: Control;
  readonly policy: Policy;
  readonly mutants: readonly Mutant[];
}

/** Judges the cases of each control by its policy as it is and by each broken copy, all in one run. */
export async function judgedPairs(asked: readonly Asked[], engines: Engines): Promise<readonly Proof[]> {
  const verdicts = new Map<string, Verdict>();
  const copies = asked.flatMap((one, pair) => {
    const named = (mutant: number): string => `${pair}/${mutant}`;
    one.mutants.forEach((mutant, index) => {
      if ("verdict" in mutant) verdicts.set(named(index), mutant.verdict);
    });
    return [copy(one, named(asItIs)), ...one.mutants.map((mutant, index) => copy(one, named(index), mutant))];
  });
  const ids = [...new Set(asked.map(({ policy }) => policy.engine))];
  const run = await runCases(copies, answering(engines, verdicts), { engines: ids });
  const broken = run.problems.filter(({ code }) => code !== "bad-object");
  if (broken.length > 0) throw new Error(broken.map(({ message, place }) => `${place?.path}: ${message}`).join("\n"));
  const outcomes = Map.groupBy(run.outcomes, ({ control }) => control);
  return asked.map((one, pair) => proofOf(one, (mutant) => outcomes.get(`${pair}/${mutant}`) ?? []));
}

// --- internal ---

/** Stands for no mutant: the policy itself. */
const asItIs = -1;

function proofOf({ control, policy, mutants }: Asked, outcomesOf: (mutant: number) => readonly Outcome[]): Proof {
  const own = outcomesOf(asItIs);
  const named = (outcomes: readonly Outcome[], status: Outcome["status"]): ReadonlySet<string> =>
    new Set(outcomes.filter((outcome) => outcome.status === status).map((outcome) => outcome.case));
  const passing = named(own, "passed");
  return {
    control: control.id,
    engine: formOf(policy),
    failing: [...named(own, "failed")],
    broken: mutants.map(({ how }, index) => ({
      how,
      noticedBy: [...named(outcomesOf(index), "failed")].filter((name) => passing.has(name)).length,
    })),
  };
}

/** Topdown judges what is written for `rego`. */
function formOf({ engine }: Policy): EngineId {
  return engine === "topdown" ? "rego" : engine;
}

/** The control under another name with one policy, as it is or broken. */
function copy({ control, policy }: Asked, id: string, mutant?: Mutant): Control {
  const sources = mutant !== undefined && "sources" in mutant ? mutant.sources : policy.sources;
  const engines = control.policies.map(({ engine }) => engine);
  const cases = control.cases.filter((one) => one.refused !== true && judgesOf(one, engines).includes(formOf(policy)));
  return {
    id,
    policies: [{ ...policy, control: id, sources }],
    cases: cases.map((one) => ({ ...one, control: id })),
  };
}

/** The real engines; where answers are replaced, none. */
function answering(engines: Engines, verdicts: ReadonlyMap<string, Verdict>): EngineSource {
  return {
    get: (id) => {
      const engine = engines.get(id);
      return {
        id,
        compile: async (policies, options) => {
          const verdict = verdicts.get(policies[0]?.control ?? "");
          return verdict === undefined
            ? engine.compile(policies, options)
            : { judge: async () => verdict, problems: [] };
        },
      };
    },
  };
}
