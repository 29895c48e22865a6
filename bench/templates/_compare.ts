import { comparePolicies, type SidePolicies } from "../../harness/compare/index.ts";
import type { Engines } from "../../harness/engine/index.ts";
import type { Comparison, Difference, EngineId, Policy, Problem } from "../../harness/model/index.ts";
import type { Template } from "./_read.ts";

/** What came of one template. */
export interface Compared {
  readonly id: string;
  /** Its Rego in Gatekeeper against its Rego as WASM. */
  readonly wasm: Pair;
  /** Its Rego in Gatekeeper against the ValidatingAdmissionPolicy that Gatekeeper makes of its CEL. */
  readonly cel: Pair;
}

/** One comparison with its differences, one for each cause. */
export interface Pair {
  readonly comparison?: Comparison;
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
}

export interface CompareOptions {
  readonly engines: Engines;
  readonly runs: number;
  readonly seed: number;
}

/** Compares the three judges of a template on the same generated requests. */
export async function compareTemplate(template: Template, options: CompareOptions): Promise<Compared> {
  const gatekeeper = side(template, "gatekeeper", { driver: "rego" });
  const wasm = await compare(gatekeeper, side(template, "rego", { from: "gatekeeper" }), options);
  const cel = await compare(gatekeeper, side(template, "cel", { from: "gatekeeper" }), options);
  return { id: template.id, wasm, cel };
}

// --- internal ---

function side({ id, sources }: Template, engine: EngineId, rest: Partial<Policy>): SidePolicies {
  return { name: engine, engine, policies: [{ control: id, engine, sources, ...rest }] };
}

async function compare(
  left: SidePolicies,
  right: SidePolicies,
  { engines, runs, seed }: CompareOptions,
): Promise<Pair> {
  const control = left.policies[0]?.control ?? "";
  const { comparison, findings, problems } = await comparePolicies(left, right, engines, {
    control,
    cases: [],
    runs,
    seed,
  });
  const differences = findings.filter((finding) => finding.kind === "difference");
  return { ...(comparison === undefined ? {} : { comparison }), differences, problems };
}
