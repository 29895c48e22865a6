import type { Engines } from "../engine/index.ts";
import type { Case, Comparison, EngineId, Finding, Policy, Problem, Side } from "../model/index.ts";
import { placed } from "./_problems.ts";
import { comparisonFindings } from "./findings.ts";
import { asJson } from "./golden.ts";
import { type SearchOptions, search } from "./search.ts";
import { openStream, type StreamOptions } from "./stream.ts";

/** Policies that are one side of a comparison. */
export interface SidePolicies {
  readonly name: string;
  readonly engine: EngineId;
  readonly policies: readonly Policy[];
  /** Release of Kubernetes to judge under. @defaultValue each trial's own */
  readonly kubernetes?: string;
}

/** How policies are compared. */
export type ComparePoliciesOptions = Omit<SearchOptions, "stream" | "shrinking" | "cases"> &
  Omit<StreamOptions, "policies" | "cases" | "engines"> & { readonly cases: readonly Case[] };

/** What comparing policies gave; without a comparison the problems say why. */
export interface ComparedPolicies {
  readonly comparison?: Comparison;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** Compares two sets of policies on their cases and on generated requests that lean to what the policies read. */
export async function comparePolicies(
  left: SidePolicies,
  right: SidePolicies,
  engines: Engines,
  options: ComparePoliciesOptions,
): Promise<ComparedPolicies> {
  const [ofLeft, ofRight] = await Promise.all([openSide(left, engines), openSide(right, engines)]);
  const problems = [...ofLeft.problems, ...ofRight.problems];
  if (ofLeft.side === undefined || ofRight.side === undefined) return { findings: [], problems };
  const cases = await asJson(options.cases, engines);
  const policies = [...left.policies, ...right.policies];
  const opened = await openStream({ ...options, engines, cases, policies });
  const searched = await search(ofLeft.side, ofRight.side, {
    ...options,
    cases,
    shrinking: opened.shrinking,
    ...(opened.stream === undefined ? {} : { stream: opened.stream }),
  });
  const findings = options.only === undefined ? comparisonFindings(searched) : searched.differences;
  return {
    comparison: searched.comparison,
    findings,
    problems: [...problems, ...opened.problems, ...searched.problems],
  };
}

// --- internal ---

async function openSide(
  { name, engine, policies, kubernetes }: SidePolicies,
  engines: Engines,
): Promise<{ readonly side?: Side; readonly problems: readonly Problem[] }> {
  const { judge, problems } = await engines
    .get(engine)
    .compile(policies, kubernetes === undefined ? {} : { kubernetes });
  const [first] = policies;
  const told = first === undefined ? problems : problems.map((problem) => placed(problem, first));
  if (judge === undefined) return { problems: told };
  const side: Side =
    kubernetes === undefined
      ? { name, judge }
      : { name, judge: (request, world) => judge(request, { ...world, kubernetes }) };
  return { side, problems: told };
}
