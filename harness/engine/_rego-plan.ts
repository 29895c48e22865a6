import picomatch from "picomatch";
import { globOptions, type InputShape, type Policy, type Problem } from "../model/index.ts";
import { type Failure, problemOf } from "./_answer.ts";
import type { Diagnostic, Entrypoint, EntrypointKind, Inspected } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type Unit, unitOf } from "./_rego-units.ts";

/** A rule that is asked, and in which shape it reads its input. */
export interface Planned {
  /** Such as `pss/x/deny`. */
  readonly ref: string;
  readonly kind: EntrypointKind;
  readonly shape: InputShape;
}

/** What to compile, and what to ask of it. */
export interface Plan {
  readonly unit: Unit;
  readonly entrypoints: readonly Planned[];
}

const shapesByPreference: readonly InputShape[] = ["admission", "gatekeeper", "object"];

/** Finds what a unit's policies can be asked. A policy that OPA refuses is a problem, and does not keep the others from being compiled. */
export async function planUnit(
  opa: Pipeline,
  unit: Unit,
): Promise<{ readonly plan?: Plan; readonly problems: readonly Problem[] }> {
  const whole = await opa.ask<Inspected>("inspect", { modules: unit.modules });
  if (whole.error === undefined) return planned(unit, whole.ok);
  if (unit.policies.length === 1 || whole.error.code !== "bad-input") return { problems: regoProblems(whole.error) };
  const alone = await Promise.all(
    unit.policies.map((policy) => opa.ask<Inspected>("inspect", { modules: unitOf([policy]).modules })),
  );
  const problems = alone.flatMap(({ error }) => (error === undefined ? [] : regoProblems(error)));
  const sound = unit.policies.filter((_, index) => alone[index]?.error === undefined);
  if (problems.length === 0 || sound.length === 0)
    return { problems: unique(problems.length === 0 ? regoProblems(whole.error) : problems) };
  const rest = await planUnit(opa, unitOf(sound));
  return { ...rest, problems: unique([...problems, ...rest.problems]) };
}

/** OPA's words with their places. */
export function regoProblems(failure: Failure): readonly Problem[] {
  const { diagnostics } = (failure.details ?? {}) as { readonly diagnostics?: readonly Diagnostic[] };
  if (diagnostics === undefined || diagnostics.length === 0) return [problemOf(failure, "bad-policy")];
  return diagnostics.map(diagnosticProblem);
}

/** A diagnostic as a problem of the run. */
export function diagnosticProblem({ path, row, col, message }: Diagnostic): Problem {
  if (path === "") return { code: "bad-policy", message };
  return {
    code: "bad-policy",
    message,
    place: { path, ...(row > 0 ? { line: row } : {}), ...(row > 0 && col > 0 ? { column: col } : {}) },
  };
}

function planned(unit: Unit, inspected: Inspected): { readonly plan?: Plan; readonly problems: readonly Problem[] } {
  const entrypoints = new Map<string, Planned>();
  const problems: Problem[] = [];
  for (const policy of unit.policies) {
    const found = entrypointsOf(policy, inspected);
    for (const entrypoint of found) entrypoints.set(entrypoint.ref, entrypoints.get(entrypoint.ref) ?? entrypoint);
    if (found.length === 0) problems.push(nothingToAsk(policy));
  }
  if (entrypoints.size === 0) return { problems };
  return { plan: { unit, entrypoints: [...entrypoints.values()] }, problems };
}

function entrypointsOf(policy: Policy, { packages, entrypoints }: Inspected): readonly Planned[] {
  const paths = new Set(policy.sources.map((source) => source.path));
  const own = packages.filter((each) => paths.has(each.path));
  const inOwn = entrypoints.filter((each) => own.some((one) => one.package === each.package));
  const byDefault = shapeOf(inOwn.flatMap((each) => each.shapes));
  const plan = (ref: string, found: Entrypoint | undefined): Planned => ({
    ref,
    kind: found?.kind ?? "deny",
    shape: policy.shape ?? (found === undefined || found.shapes.length === 0 ? byDefault : shapeOf(found.shapes)),
  });
  const refs = policy.entrypoints?.flatMap((asked) => named(asked, own, inOwn)) ?? byDefaultIn(inOwn);
  return [...new Set(refs)].map((ref) =>
    plan(
      ref,
      entrypoints.find((each) => each.ref === ref),
    ),
  );
}

/** The rules that are called as what they decide; one with more behind it may be a helper, and must be asked for. */
function byDefaultIn(entrypoints: readonly Entrypoint[]): readonly string[] {
  return entrypoints.filter(({ rule, kind }) => rule === kind).map(({ ref }) => ref);
}

/**
 * An entrypoint is written out (`pss/x/deny`), or is a rule's name in whichever of the policy's packages has it, or a glob of rules whose
 * names begin with what they decide (`deny_*`).
 */
function named(asked: string, packages: Inspected["packages"], entrypoints: readonly Entrypoint[]): readonly string[] {
  if (/[*?[{]/.test(asked)) {
    const selects = picomatch(asked, globOptions);
    return entrypoints.filter(({ ref, rule }) => selects(asked.includes("/") ? ref : rule)).map(({ ref }) => ref);
  }
  if (asked.includes("/")) return [asked];
  return packages
    .filter((each) => each.rules.includes(asked))
    .map((each) => `${each.package.replaceAll(".", "/")}/${asked}`);
}

function shapeOf(shapes: readonly InputShape[]): InputShape {
  return shapesByPreference.find((shape) => shapes.includes(shape)) ?? "admission";
}

function nothingToAsk(policy: Policy): Problem {
  const path = policy.sources[0]?.path;
  return {
    code: "bad-policy",
    message: `control \`${policy.control}\` has no rule that can be asked: looked for ${(policy.entrypoints ?? ["deny", "violation", "warn", "response"]).map((name) => `\`${name}\``).join(", ")}`,
    ...(path === undefined ? {} : { place: { path } }),
    hint:
      policy.entrypoints === undefined
        ? "name a rule so, or set `entrypoints`"
        : "correct `entrypoints`: the name of a rule, its path such as `pss/x/deny`, or a glob such as `deny_*`",
  };
}

function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
