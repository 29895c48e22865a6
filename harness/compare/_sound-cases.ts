import { type Limiter, limiter } from "../engine/index.ts";
import type { Case, Control, EngineId, Judge, Mutant, Problem } from "../model/index.ts";
import { judgesOf } from "../model/index.ts";
import { judgeCase } from "./_judge.ts";

/** The cases that can notice a mutant, the quickest to judge first, and those that fail already. */
export interface SoundCases {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

/** What the cases are judged by. */
export interface SoundCasesOptions {
  readonly engine: Mutant["engine"];
  /** All engines that take part in tests: a case may be meant for some alone. */
  readonly engines: readonly EngineId[];
  readonly judge: Judge;
  readonly kubernetes: string | undefined;
}

/** Judges a control's cases by the policy as it is. What fails already can notice nothing. */
export async function soundCases({ id, cases }: Control, options: SoundCasesOptions): Promise<SoundCases> {
  const { engine, engines, judge, kubernetes } = options;
  const limit: Limiter = limiter(64);
  const meant = cases.filter((one) => canNotice(one) && judgesOf(one, engines).includes(engine));
  const judged = await Promise.all(meant.map((one) => limit(() => judgeCase(one, engine, { judge, kubernetes }))));
  const statusOf = (one: Case) => judged[meant.indexOf(one)]?.outcome.status;
  const failed = meant.filter((one) => statusOf(one) === "failed");
  const sound = meant.filter((one) => statusOf(one) === "passed");
  return {
    cases: sound.toSorted((left, right) => costOf(left) - costOf(right)),
    problems: redSuite(id, engine, failed),
  };
}

// --- internal ---

function canNotice({ skip, refused, outside }: Case): boolean {
  return skip === undefined && refused !== true && outside === undefined;
}

/** Worlds have to be made first, and much of an object takes longer than little. */
function costOf({ request, world }: Case): number {
  return JSON.stringify([request, world]).length;
}

function redSuite(control: string, engine: Mutant["engine"], failed: readonly Case[]): readonly Problem[] {
  const [first, ...others] = failed;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more of \`${control}\``;
  return [
    {
      code: "bad-case",
      message: `\`${first.name}\`${more} fails on the policy for \`${engine}\` as it is, so it says nothing of mutants`,
      place: first.place,
      hint: "make `assay test` pass first",
    },
  ];
}
