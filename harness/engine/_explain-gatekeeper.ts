import type { ExplainedMatch, ExplainedParams, ExplainedRule, Policy, Request, World } from "../model/index.ts";
import { problemOf } from "./_answer.ts";
import { nothingTold, paramText, type SomeTold } from "./_explain-asked.ts";
import { askKube, type CelTold, celTold, type KubeTeller } from "./_explain-kube.ts";
import { askRules, type RegoTeller } from "./_explain-rego.ts";
import type { FormsOf } from "./_forms.ts";
import { type CelForms, celFormsOf } from "./_forms-cel.ts";
import { formInput, planOf, policyOf, readsInventory } from "./_forms-rego-part.ts";
import { type GatekeeperHost, questionOf, take } from "./_gatekeeper-host.ts";
import type { Forms, Matched, RegoForm, TemplateForm } from "./_gatekeeper-ops.ts";

/** Who tells of ConstraintTemplates. */
export interface GatekeeperTeller extends RegoTeller, KubeTeller {
  readonly gatekeeper: GatekeeperHost;
  readonly formsOf: FormsOf;
}

interface Asked {
  readonly policies: readonly Policy[];
  readonly request: Request;
  readonly world: World;
}

/**
 * Which Constraints match, and what the code of their templates did: Rego is told by topdown; CEL by the API server's code, as the
 * ValidatingAdmissionPolicy that Gatekeeper makes of it.
 */
export async function ofGatekeeper(host: GatekeeperTeller, asked: Asked): Promise<SomeTold> {
  const [first] = asked.policies;
  if (first === undefined) return nothingTold;
  const { forms } = await host.formsOf(asked.policies);
  if (first.engine === "cel") return ofCelForms(host, asked, celFormsOf(asked.policies, forms));
  const language = first.engine === "gatekeeper" ? (first.driver ?? "any") : "rego";
  const constraints = await ofConstraints(host, asked, { forms, language });
  const cel = language === "rego" ? [] : forms.templates.filter(({ vap }) => vap !== undefined);
  if (cel.length === 0) return constraints;
  const { told } = await ofCelForms(host, asked, celFormsOf(asked.policies, { ...forms, templates: cel }));
  const evaluated = (told.evaluated ?? []).filter(({ name = "" }) => !name.startsWith(ofMatching));
  return { ...constraints, told: { ...constraints.told, evaluated } };
}

// --- internal ---

/** Match conditions that stand for the match of a Constraint, which Gatekeeper itself looks at. */
const ofMatching = "gatekeeper_internal_";

/** Answer of `explain`. */
interface Explained extends Matched {
  readonly matched: readonly ExplainedMatch[];
}

async function ofConstraints(
  { gatekeeper: host, ...tellers }: GatekeeperTeller,
  { policies, request, world }: Asked,
  { forms, language }: { readonly forms: Forms; readonly language: "any" | "rego" | "cel" },
): Promise<SomeTold> {
  const prepared = await host.reviews(request, world);
  if (prepared.errors.length > 0) return nothingTold;
  const [{ engine, driver, enforcementPoint: point } = { engine: "gatekeeper" }] = policies;
  const options = { ...(engine === "gatekeeper" && driver && { driver }), ...(point && { point }) };
  const { handle } = take(host, policies, options);
  const known = host.worldOf(world);
  const question = { policies: handle, world: known.handle, ...questionOf(request, world, prepared) };
  const { ok, error } = await host.gatekeeper.ask<Explained>("explain", question);
  void host.gatekeeper.ask("drop", { handles: [handle] });
  if (error !== undefined)
    return error.code === "bad-input" ? nothingTold : { ...nothingTold, problems: [problemOf(error, "internal")] };
  const inventory = (await known.answer).ok?.inventory;
  const made = await Promise.all(
    ok.constraints.map(async (constraint) => {
      const template = forms.templates.find(({ kind }) => kind === constraint.kind);
      const inRego = language === "rego" || (language === "any" && template?.vap === undefined);
      if (template?.rego === undefined || !inRego) return { rules: [], problems: [] };
      const { entrypoints, unit } = planOf(template.rego);
      const held = readsInventory(template.rego.modules) ? JSON.stringify(inventory ?? {}) : "{}";
      const input = formInput(constraint, { review: JSON.stringify(ok.input.review), inventory: held }).value();
      const refs = entrypoints.map(({ ref }) => ref);
      const { rules, problems } = await askRules(tellers, { modules: unit.modules, entrypoints: refs, input });
      return { rules: inTemplate(rules, template, template.rego, policyOf(constraint)), problems };
    }),
  );
  return {
    told: {
      matched: ok.matched,
      entrypoints: forms.templates.flatMap(({ rego }) =>
        rego === undefined ? [] : [`data.${rego.package}.violation`],
      ),
      rules: made.flatMap(({ rules }) => rules),
      params: paramsOf(ok, world).filter(({ from, policy }) => from !== "nothing" || takesParams(policy, forms)),
    },
    problems: made.flatMap(({ problems }) => problems),
  };
}

function takesParams(policy: string, { templates }: Forms): boolean {
  return templates.some(({ kind, parameters }) => policy.startsWith(`${kind}/`) && parameters !== undefined);
}

/** Rules where the template has them; what asks them is left out. */
function inTemplate(
  rules: readonly ExplainedRule[],
  { path, line }: TemplateForm,
  { modules }: RegoForm,
  policy: string,
): readonly ExplainedRule[] {
  return rules.flatMap((rule) => {
    const module = modules.find((one) => one.path === rule.path);
    if (module === undefined) return [];
    const at = (row: number): number => (module.byLine ? module.line + row - 1 : module.line || line);
    return [
      {
        ...rule,
        policy,
        path,
        row: at(rule.row),
        failed: rule.failed.map((one) => ({ ...one, row: at(one.row) })),
      },
    ];
  });
}

function paramsOf({ constraints, matched }: Explained, { params }: World): readonly ExplainedParams[] {
  return constraints.map((constraint): ExplainedParams => {
    const policy = policyOf(constraint);
    const at = matched.find((one) => one.policy === policy);
    const of = { policy, ...(at?.line === undefined ? {} : { place: { path: at.path, line: at.line } }) };
    const { parameters } = constraint;
    if (parameters === undefined || parameters === null)
      return { ...of, from: "nothing", objects: [], why: "the Constraint has no `parameters`" };
    return { ...of, from: params === undefined ? "constraint" : "settings", objects: [paramText(parameters)] };
  });
}

/** What the generated admission policies did, where template and Constraint are written. */
async function ofCelForms(teller: KubeTeller, { request, world }: Asked, forms: CelForms): Promise<SomeTold> {
  if (forms.templates.length === 0) return nothingTold;
  const extended = forms.extend(world);
  const about = { engine: "cel", sources: forms.policy.sources } as const;
  const { told, problems } = celTold(await askKube<CelTold>(teller, about, { request, world: extended }));
  const templateOf = (path: string): TemplateForm | undefined =>
    forms.templates.find((one) => forms.pathOf(one) === path);
  const bindingAt = (binding: string | undefined): { readonly path: string; readonly line: number } | undefined =>
    forms.constraints.find(({ binding: made }) => (made?.["metadata"] as { name?: string })?.name === binding);
  const placeOf = (path: string, binding?: string): { readonly path: string; readonly line: number } => {
    const { path: file, line } = bindingAt(binding) ?? templateOf(path) ?? { path, line: 1 };
    return { path: file, line };
  };
  return {
    told: {
      matched: (told.matched ?? []).map((one) => ({ ...one, ...placeOf(one.path, one.binding) })),
      evaluated: (told.evaluated ?? []).map((one) => {
        const template = templateOf(one.path);
        const line = template?.expressions?.find(({ text }) => text === one.text)?.line ?? template?.line ?? one.line;
        return { ...one, path: template?.path ?? one.path, line, parts: one.parts.map((part) => ({ ...part, line })) };
      }),
      params: (told.params ?? []).map(({ place, ...one }) => ({
        ...one,
        ...(place === undefined ? {} : { place: placeOf(place.path, one.binding) }),
      })),
    },
    problems,
  };
}
