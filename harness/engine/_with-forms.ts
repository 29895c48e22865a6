import type { Engine } from "../model/index.ts";
import { joinedJudge } from "./_joined.ts";

/** An engine that takes its own policies, and those that Gatekeeper makes of ConstraintTemplates. */
export function withForms(own: Engine, forms: Engine): Engine {
  return {
    id: own.id,
    compile: async (policies, options) => {
      const made = policies.filter(({ from }) => from === "gatekeeper");
      if (made.length === 0) return own.compile(policies, options);
      if (made.length === policies.length) return forms.compile(policies, options);
      const others = policies.filter((policy) => !made.includes(policy));
      const compiled = await Promise.all([own.compile(others, options), forms.compile(made, options)]);
      const judges = compiled.flatMap(({ judge }) => judge ?? []);
      const problems = compiled.flatMap((one) => one.problems);
      return judges.length === 0 ? { problems } : { judge: joinedJudge(judges), problems };
    },
  };
}
