import type { Engines } from "../engine/index.ts";
import { type Project, readRequests } from "../load/index.ts";
import type { Case, Problem, Report } from "../model/index.ts";
import type { CompareOptions } from "./_compare-options.ts";
import { isOfCorpus } from "./_corpus.ts";
import { parseSide } from "./_side.ts";
import { soundWorld } from "./_sound-world.ts";

/** Requests of the user that sides are compared on beside cases. */
export interface ComparedRequests {
  readonly cases: readonly Case[];
  readonly aside?: Report["aside"];
  readonly problems: readonly Problem[];
}

/** Reads what `--requests` names, as far as `--case` selects it. */
export async function comparedRequests(
  sides: readonly (string | undefined)[],
  {
    project,
    options,
    engines,
  }: { readonly project: Project; readonly options: CompareOptions; readonly engines: Engines },
): Promise<ComparedRequests> {
  const { requests: paths, case: part = "" } = options;
  if (paths === undefined || isOfCorpus(options)) return { cases: [], problems: [] };
  const read = await readRequests(project.root, paths, { stdin: process.stdin });
  const live = sides.some((side) => side !== undefined && parseSide(side).engine === "cluster");
  const world = live ? {} : await soundWorld(read.world, engines);
  const selected = read.requests.filter(({ name }) => name.includes(part));
  const cases = selected.map(({ name, place, request }): Case => {
    return { control: "", name, place, request, world, expect: {} };
  });
  const problems = cases.length + read.problems.length > 0 ? read.problems : [noneCalled(part)];
  return { cases, ...(read.aside.length === 0 ? {} : { aside: read.aside }), problems };
}

/** The cases of one comparison and the requests. Where there are requests, `--case` need not be the name of a case. */
export function besideRequests(
  cases: readonly Case[],
  { requests, options }: { readonly requests: readonly Case[]; readonly options: CompareOptions },
): readonly Case[] {
  if (options.requests === undefined) return cases;
  return [...cases.filter(({ name }) => name.includes(options.case ?? "")), ...requests];
}

// --- internal ---

function noneCalled(part: string): Problem {
  return { code: "nothing-found", message: `no request has \`${part}\` in its name`, hint: "correct --case" };
}
