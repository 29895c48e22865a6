import type { Mutant, Policy, Problem, SourceFile } from "../model/index.ts";
import { problemOf } from "./_answer.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";
import type { MadeMutants } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { regoProblems } from "./_rego-plan.ts";
import { unitOf } from "./_rego-units.ts";

/** Who makes mutants, and how long a policy's may take. */
export interface MutantMakers {
  readonly opa: Pipeline;
  readonly kube: Pipeline;
  readonly timeoutMs: number;
}

/** The mutants of a policy, or why it has none. */
type MutantsOf = (
  policy: Policy,
) => Promise<
  | { readonly value: readonly Mutant[]; readonly problems?: undefined }
  | { readonly problems: readonly Problem[]; readonly value?: undefined }
>;

/** Asks for mutants of policies: OPA's syntax tree of those in Rego, that of the API server's CEL for those. A library is left as it is. */
export function openMutants(makers: MutantMakers): MutantsOf {
  return async (policy) => {
    if (isOfGatekeeper(policy)) return { problems: [cannot(policy, "of ConstraintTemplates")] };
    switch (policy.engine) {
      case "rego":
      case "topdown":
        return await ofRego(makers, policy);
      case "cel":
        return await ofCel(makers, policy);
      case "podsecurity":
      case "gatekeeper":
      case "kyverno":
      case "command":
      case "cluster":
        return { problems: [cannot(policy, `for the engine \`${policy.engine}\``)] };
    }
  };
}

// --- internal ---

async function ofRego({ opa, timeoutMs }: MutantMakers, policy: Policy): ReturnType<MutantsOf> {
  const body = { modules: unitOf([policy]).modules, paths: policy.sources.map(({ path }) => path) };
  const { ok, error } = await opa.ask<MadeMutants>("mutants", body, { timeoutMs });
  if (error !== undefined) return { problems: regoProblems(error) };
  return { value: mutantsIn(ok, { ...policy, ...needed(policy, ok.needs) }, "rego") };
}

async function ofCel({ kube, timeoutMs }: MutantMakers, policy: Policy): ReturnType<MutantsOf> {
  const { ok, error } = await kube.ask<MadeMutants>("mutants", { sources: policy.sources }, { timeoutMs });
  return error === undefined ? { value: mutantsIn(ok, policy, "cel") } : { problems: [problemOf(error, "bad-policy")] };
}

/** What of the library the policy uses: each mutant is compiled, and the rest only takes its time. Entrypoints that are named may be there. */
function needed({ library, entrypoints }: Policy, paths: readonly string[] = []): Partial<Policy> {
  return library === undefined || entrypoints !== undefined
    ? {}
    : { library: library.filter(({ path }) => paths.includes(path)) };
}

function mutantsIn({ mutants }: MadeMutants, policy: Policy, engine: Mutant["engine"]): readonly Mutant[] {
  return mutants.map(({ path, line, column, text, ...slip }) => ({
    control: policy.control,
    engine,
    operator: slip.operator,
    place: { path, line, ...(column === undefined ? {} : { column }) },
    original: slip.original,
    replacement: slip.replacement,
    policy: { ...policy, sources: policy.sources.map((source) => withText(source, path, text)) },
  }));
}

function withText(source: SourceFile, path: string, text: string): SourceFile {
  return source.path === path ? { ...source, text } : source;
}

function cannot({ control }: Policy, which: string): Problem {
  return {
    code: "bad-usage",
    message: `policies ${which} are not mutated (control \`${control}\`)`,
    hint: "choose policies in Rego and CEL with --engine rego,cel",
  };
}
