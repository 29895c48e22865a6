import type { Place } from "./source.ts";

/** Of which engines' policies it is known what is evaluated. */
export type CoveredEngine = "rego" | "cel";

/** How much of what can be reached cases reached: lines of Rego; of CEL sub-expressions, and of conditions both outcomes. */
export interface Share {
  readonly covered: number;
  readonly total: number;
}

/** What cases reached of policies in Rego and CEL. */
export interface Coverage {
  readonly engines: readonly (Share & { readonly engine: CoveredEngine })[];
  /** Of the files that are one control's alone. */
  readonly controls: readonly (Share & { readonly control: string; readonly engine: CoveredEngine })[];
  readonly files: readonly FileCoverage[];
}

/** What cases reached of a file. */
export interface FileCoverage extends Share {
  readonly path: string;
  readonly engine: CoveredEngine;
  /** The control that it is of; none where several share it. */
  readonly control?: string;
  readonly uncovered: readonly Uncovered[];
  readonly lines: readonly LineCoverage[];
  readonly conditions: readonly ConditionCoverage[];
}

/** A place that no case reached, or that always came out alike. What is inside of one that was never evaluated is not named by itself. */
export interface Uncovered {
  readonly place: Place;
  /** The line of Rego, or the sub-expression on one line. */
  readonly text: string;
  readonly why: "never evaluated" | "never true" | "never false";
}

/** How often what begins on a line was evaluated: of several things the one that was evaluated least; of Rego once or never. */
export interface LineCoverage {
  readonly line: number;
  readonly hits: number;
}

/** How often a condition in CEL was true, and how often false. */
export interface ConditionCoverage {
  readonly line: number;
  readonly text: string;
  readonly evaluated: boolean;
  readonly true: number;
  readonly false: number;
}

/** Policies of an engine of which, over all controls, less was reached than was asked for. */
export interface LowCoverage {
  readonly kind: "low-coverage";
  readonly control: string;
  readonly engine: CoveredEngine;
  readonly message: string;
  readonly place?: Place;
}

/** A share in percent; 100 where there is nothing. */
export function percentOf({ covered, total }: Share): number {
  return total === 0 ? 100 : (100 * covered) / total;
}

/** All shares together. */
export function sumOf(shares: readonly Share[]): Share {
  return shares.reduce((sum, { covered, total }) => ({ covered: sum.covered + covered, total: sum.total + total }), {
    covered: 0,
    total: 0,
  });
}
