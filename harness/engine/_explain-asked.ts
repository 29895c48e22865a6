import type { ExplainedParams, Problem, Told } from "../model/index.ts";

/** What the engine of some policies tells of how they judge one request. */
export interface ToldOf {
  readonly told: Told;
  readonly problems: readonly Problem[];
}

/** The same, of what is told at all. */
export interface SomeTold {
  readonly told: Partial<Told>;
  readonly problems: readonly Problem[];
}

export const nothingTold: SomeTold = { told: {}, problems: [] };

const longestParams = 1000;

/** Params as they are shown. */
export function paramText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestParams ? `${text.slice(0, longestParams)}…` : text;
}

/** A case's `params`, or that there are none. */
export function settingsParams(policy: string, params: object | undefined): ExplainedParams {
  return params === undefined
    ? { policy, from: "nothing", objects: [], why: "the case has no `params`" }
    : { policy, from: "settings", objects: [paramText(params)] };
}
