import type { Policy, Reads } from "../model/index.ts";

/** Fields of the request that expressions in CEL name: who asks, and where. What engines tell of CEL is about objects, and an exemption is seldom about those. */
export function requestFields(policies: readonly Policy[]): Reads["chains"] {
  const texts = policies.filter(({ engine }) => engine === "cel").flatMap(({ sources }) => sources);
  const fields = texts.flatMap(({ text }) => [...text.matchAll(/\brequest((?:\.\w+)+)/g)].map(([, rest = ""]) => rest));
  return [...new Set(fields)].map((rest) => ["request", ...rest.split(".").slice(1)]);
}
