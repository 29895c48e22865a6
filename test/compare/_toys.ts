import { comparisonFindings, type Shrinking, type Stream, search } from "../../harness/compare/index.ts";
import type { Case, JsonObject, Report, Side, Trial, Verdict } from "../../harness/model/index.ts";
import { makeReport } from "../../harness/report/index.ts";
import { denied, verdict } from "./_controls.ts";

/** A rule denies where a field is at least so large, in words that may name the value. */
export interface ToyRule {
  readonly field: string;
  readonly least: number;
  readonly says: string;
  /** Spells the whole object in letters, so that every object has another form of message. */
  readonly spells?: boolean;
}

/** How a toy comparison is run. */
export interface ToyRun {
  readonly left: readonly ToyRule[];
  readonly right: readonly ToyRule[];
  readonly cases: readonly Case[];
  readonly known: readonly string[];
  readonly corpus: readonly Case[];
  readonly seed: number;
  readonly runs: number;
  readonly messages: boolean;
}

export const fields: readonly string[] = ["a", "b", "c", "d"];

export const trialOf = (json: JsonObject): Trial => ({ request: { operation: "CREATE", object: { json } }, world: {} });

export const objectOf = ({ request: { object } }: Trial): JsonObject =>
  object !== undefined && "json" in object ? object.json : {};

/** Leaves out one field, or takes one from a number. */
const shrinking: Shrinking = {
  *smaller(trial) {
    const object = objectOf(trial);
    for (const key of Object.keys(object))
      yield trialOf(Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)));
    for (const [key, value] of Object.entries(object))
      if (typeof value === "number" && value > 0) yield trialOf({ ...object, [key]: value - 1 });
  },
  sizeOf: (trial) => Object.values(objectOf(trial)).reduce<number>((sum, value) => sum + 1 + Number(value), 0),
};

function sideOf(name: string, rules: readonly ToyRule[]): Side {
  const say = (object: JsonObject): Verdict => {
    const broken = rules.filter(({ field, least }) => Number(object[field] ?? -1) >= least);
    const words = Object.values(object)
      .map((value) => "uvwxyz"[Number(value)])
      .join("");
    return broken.length === 0
      ? verdict({})
      : denied(...broken.map(({ field, says, spells }) => `${says} (${spells === true ? words : field})`));
  };
  return { name, judge: async (request, world) => say(objectOf({ request, world })) };
}

/** Numbers that hang on the seed and the index alone. */
function streamOf(seed: number): Stream {
  const digit = (index: number, at: number): number =>
    (Math.imul(index + 1, 2654435761 + seed * 40503 + at * 97) >>> 13) % 6;
  return {
    seed,
    draw: (index) => trialOf(Object.fromEntries(fields.map((field, at) => [field, digit(index, at)]))),
  };
}

/** The report of a run, or of one of its shards, as it comes out of its JSON. */
export async function toyReport(
  run: ToyRun,
  shard?: { readonly index: number; readonly count: number },
): Promise<Report> {
  const { left, right, cases, known, corpus, seed, runs, messages } = run;
  const searched = await search(sideOf("left", left), sideOf("right", right), {
    control: "x",
    cases,
    stream: streamOf(seed),
    runs,
    messages,
    shrinking,
    known: ({ name }) => (known.includes(name) ? `meant by ${name}` : undefined),
    corpus: { cases: corpus, keep: () => undefined },
    replay: (origin) => JSON.stringify(origin),
    ...(shard === undefined ? {} : { shard }),
  });
  const report = makeReport({
    command: "assay compare",
    outcomes: [],
    comparisons: [searched.comparison],
    findings: comparisonFindings(searched),
    problems: searched.problems,
    milliseconds: 1,
    ...(shard === undefined ? {} : { shard: { ...shard, of: "assay compare left right" } }),
  });
  return withoutTimes(report);
}

/** As JSON, and with times made equal. */
export function withoutTimes(report: Report): Report {
  return JSON.parse(JSON.stringify(report, (key, value: unknown) => (key === "milliseconds" ? 0 : value))) as Report;
}
