import type { Engines } from "../engine/index.ts";
import {
  type Case,
  type Comparison,
  type Finding,
  type KnownDifference,
  type Problem,
  reasonToDiffer,
} from "../model/index.ts";
import { plainBeside } from "./_beside-cluster.ts";
import { kindsBeside, newBeside } from "./_beside-pod-security.ts";
import { policyPlaces } from "./_policy-place.ts";
import { comparisonFindings } from "./findings.ts";
import { asJson } from "./golden.ts";
import { type SearchOptions, search } from "./search.ts";
import { openSide, type SidePolicies } from "./side.ts";
import { openStream, type StreamOptions } from "./stream.ts";

/** How policies are compared. */
export type ComparePoliciesOptions = Omit<SearchOptions, "stream" | "shrinking" | "known" | "places"> &
  Omit<StreamOptions, "policies" | "cases" | "engines"> & {
    /** Release of Kubernetes where neither a side nor a trial has its own. @defaultValue the engine's */
    readonly kubernetes?: string;
    /** Differences that are known. */
    readonly listed?: readonly KnownDifference[];
  };

/** What comparing policies gave; without a comparison the problems say why. */
export interface ComparedPolicies {
  readonly comparison?: Comparison;
  readonly findings: readonly Finding[];
  /** Cases on which the sides do not differ. */
  readonly alike: readonly Case[];
  readonly problems: readonly Problem[];
}

/** Compares two sets of policies on their cases and on generated requests that lean to what the policies read. */
export async function comparePolicies(
  left: SidePolicies,
  right: SidePolicies,
  engines: Engines,
  options: ComparePoliciesOptions,
): Promise<ComparedPolicies> {
  const [ofLeft, ofRight] = await Promise.all([
    openSide(left, engines, options.kubernetes),
    openSide(right, engines, options.kubernetes),
  ]);
  const problems = [...ofLeft.problems, ...ofRight.problems];
  if (ofLeft.side === undefined || ofRight.side === undefined) return { findings: [], alike: [], problems };
  const [cases, elsewhere] = await Promise.all([
    asJson(options.cases, engines),
    asJson(options.elsewhere ?? [], engines),
  ]);
  const policies = [...left.policies, ...right.policies];
  const kinds = kindsBeside([left, right], cases);
  const known = [...cases, ...(options.corpus?.cases ?? [])];
  const sides = [left, right];
  const generated = await openStream({ ...kinds, ...options, engines, cases: known, policies });
  const opened = plainBeside(sides, newBeside(sides, generated));
  const searched = await search(ofLeft.side, ofRight.side, {
    ...options,
    cases,
    elsewhere,
    known: (one) => reasonToDiffer(one, [left.engine, right.engine], options.listed ?? []),
    shrinking: opened.shrinking,
    ...(opened.stream === undefined ? {} : { stream: opened.stream }),
    places: policyPlaces(sides, engines),
  });
  const findings = options.only === undefined ? comparisonFindings(searched) : searched.differences;
  return {
    comparison: searched.comparison,
    findings,
    alike: searched.alike,
    problems: [...problems, ...opened.problems, ...searched.problems],
  };
}
