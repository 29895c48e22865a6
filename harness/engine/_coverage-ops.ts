/** Answers of the ops `coverage`, as docs/wire.md lists them. */

/** What evaluations by one handle covered of a file of Rego, in lines, 1-based and inclusive. */
export interface CoveredFile {
  readonly path: string;
  readonly covered: readonly (readonly [from: number, to: number])[];
  readonly missed: readonly (readonly [from: number, to: number])[];
  /** The missed lines on which a rule begins that nothing made true. */
  readonly untrue: readonly number[];
}

/** What evaluations by one handle covered of an expression in CEL. */
export interface CoveredExpression {
  readonly path: string;
  readonly policy: string;
  readonly field: string;
  /** The whole is the first of them. */
  readonly points: readonly CoveredPoint[];
}

/** A part that is not always evaluated when what is around it is. */
export interface CoveredPoint {
  readonly line: number;
  readonly column?: number;
  readonly text: string;
  readonly hits: number;
  /** Of a condition: how often it was true, and how often false. */
  readonly outcomes?: readonly [number, number];
  /** Index of the part around it; -1 for the whole. */
  readonly within: number;
}
