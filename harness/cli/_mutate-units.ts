import picomatch from "picomatch";
import {
  judgeLibraryMutants,
  judgeMutants,
  type LibraryUser,
  type MutablePolicy,
  type MutantsOptions,
  type MutantsRun,
} from "../compare/index.ts";
import { type Engines, narrowed, type UsesFound } from "../engine/index.ts";
import { type Control, globOptions, type Mutant, type Policy, type Problem, type SourceFile } from "../model/index.ts";
import type { MutateOptions } from "./_mutate-options.ts";

/** What is mutated at once: a control's form for an engine, or a module of the library. */
export interface MutationUnit {
  /** About how much there is to do. */
  readonly size: number;
  judge(engines: Engines, options: MutantsOptions): Promise<MutantsRun>;
}

export interface UnitsOptions {
  readonly options: Pick<MutateOptions, "control" | "library">;
  readonly engines: readonly Mutant["engine"][];
  /** Which policies; the others are left out, and what none of the rest uses. */
  readonly takes: (policy: Policy) => boolean;
  readonly used: UsesFound["used"];
}

/** Finds what is to be mutated. Without options all is, with controls alone what is theirs alone. */
export function mutationUnits(
  controls: readonly Control[],
  { options, engines, takes, used }: UnitsOptions,
): { readonly units: readonly MutationUnit[]; readonly problems: readonly Problem[] } {
  const all = controls.flatMap((control) =>
    mutablePolicies([control], engines).map((policy) => ({
      control,
      policy: narrowed(policy, used),
      reached: used.get(policy)?.modules ?? [],
      takes: takes(policy),
    })),
  );
  const own = options.library !== undefined && options.control === undefined ? [] : all.filter((each) => each.takes);
  const wanted = options.library ?? (options.control === undefined ? ["**"] : []);
  const modules = modulesUsed(all).filter(({ users }) => users.some((user) => user.takes));
  const asked = modules.filter(({ file }) => picomatch.isMatch(file.path, [...wanted], globOptions));
  return {
    units: [...own.map(ownUnit), ...asked.map(libraryUnit)],
    problems: (options.library ?? []).flatMap((glob) =>
      modules.some(({ file }) => picomatch.isMatch(file.path, glob, globOptions)) ? [] : [notThere(glob)],
    ),
  };
}

/** The policies of controls that somebody wrote in Rego and CEL: forms that Gatekeeper makes of templates are not. */
export function mutablePolicies(
  controls: readonly Control[],
  engines: readonly Mutant["engine"][],
): readonly MutablePolicy[] {
  const isMutable = (policy: Policy): policy is MutablePolicy =>
    policy.from === undefined && engines.some((engine) => engine === policy.engine);
  return controls.flatMap(({ policies }) => policies.filter(isMutable));
}

// --- internal ---

interface Taken extends LibraryUser {
  /** Paths of the modules of which it reaches a rule. */
  readonly reached: readonly string[];
  readonly takes: boolean;
}

interface ModuleUsed {
  readonly file: SourceFile;
  readonly users: readonly Taken[];
}

function ownUnit({ control, policy }: LibraryUser): MutationUnit {
  return {
    size: policy.sources.reduce((sum, { text }) => sum + text.length, 0),
    judge: (engines, options) => judgeMutants(control, policy, engines, options),
  };
}

function libraryUnit({ file, users }: ModuleUsed): MutationUnit {
  return {
    size: file.text.length * users.length,
    judge: (engines, options) => judgeLibraryMutants(file, users, engines, options),
  };
}

/** The modules of the library of which a rule is reached, by path. */
function modulesUsed(all: readonly Taken[]): readonly ModuleUsed[] {
  const files = new Map(all.flatMap(({ policy: { library = [] } }) => library.map((file) => [file.path, file])));
  return [...files.values()]
    .toSorted((left, right) => (left.path < right.path ? -1 : 1))
    .map((file) => ({ file, users: all.filter(({ reached }) => reached.includes(file.path)) }))
    .filter(({ users }) => users.length > 0);
}

function notThere(glob: string): Problem {
  return {
    code: "nothing-found",
    message: `no module of the library that a policy uses is called \`${glob}\``,
    hint: "correct --library: a path such as `rego/lib/pod.rego`, or a glob",
  };
}
