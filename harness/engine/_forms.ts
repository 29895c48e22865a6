import type { Policy, Problem } from "../model/index.ts";
import { type Answer, problemOf } from "./_answer.ts";
import { problemsIn, sourcesOf } from "./_gatekeeper-host.ts";
import type { Forms, TemplateForm } from "./_gatekeeper-ops.ts";
import type { Pipeline } from "./_pipeline.ts";

/** What Gatekeeper makes of policies, for other engines to judge by. */
export interface FormsFound {
  readonly forms: Forms;
  readonly problems: readonly Problem[];
}

/** Asks Gatekeeper for the forms of templates and Constraints; of the same sources once. */
export type FormsOf = (policies: readonly Policy[]) => Promise<FormsFound>;

const mostKept = 64;
const none: Forms = { templates: [], constraints: [], problems: [] };

export function openForms(gatekeeper: Pipeline): FormsOf {
  const recent = new Map<string, Promise<Answer<Forms>>>();
  return async (policies) => {
    const sources = sourcesOf(policies);
    const key = JSON.stringify(sources);
    const answer = recent.get(key) ?? gatekeeper.ask<Forms>("forms", { sources });
    recent.set(key, answer);
    if (recent.size > mostKept) recent.delete(recent.keys().next().value as string);
    const { ok, error } = await answer;
    if (error === undefined) return { forms: ok, problems: problemsIn(ok) };
    recent.delete(key);
    return { forms: none, problems: [problemOf(error, "bad-policy")] };
  };
}

/** That a template has no code for an engine. */
export function withoutCode({ name, path, line }: TemplateForm, engine: "Rego" | "K8sNativeValidation"): Problem {
  return {
    code: "bad-policy",
    message: `the ConstraintTemplate \`${name}\` has no code for the engine \`${engine}\``,
    place: { path, line },
    hint: `write its code for \`${engine}\`, or judge by its other form`,
  };
}

/** That there is nothing to judge by. */
export function nothingIn(policies: readonly Policy[], found: readonly Problem[]): readonly Problem[] {
  if (found.length > 0) return found;
  const path = policies.flatMap(({ sources }) => sources)[0]?.path;
  const place = path === undefined ? {} : { place: { path } };
  const hint = "write a ConstraintTemplate and a Constraint: one alone judges nothing";
  return [{ code: "nothing-found", message: "the sources hold no Constraint of a template", ...place, hint }];
}

/** The problems of several answers, each once. */
export function eachOnce(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
