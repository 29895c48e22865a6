import type { EngineId } from "./engine.ts";

/**
 * What holds of a policy under one release. `holds`: every case that is about the release came out as it expects; `fails`: some did not; `unchecked`: no case is about it, or none could be judged;
 * `before`: the control is about later releases only; `not-served`: the API server of that release does not serve what the policy is written in.
 */
export type MatrixState = "holds" | "fails" | "unchecked" | "before" | "not-served";

/** One release in a row. */
export interface MatrixCell {
  readonly release: string;
  readonly state: MatrixState;
  /** Cases that are about the release and were judged. */
  readonly cases: number;
  readonly denied: number;
  /** Allowed with a warning of a policy. */
  readonly warned: number;
}

/** What a control does on one engine under release after release. */
export interface MatrixRow {
  readonly control: string;
  readonly engine: EngineId;
  readonly cells: readonly MatrixCell[];
  /** Releases at which some case is decided otherwise than under the release before, whether or not it is about both. */
  readonly changes: readonly string[];
}
