import {
  type Case,
  type Control,
  type EngineId,
  type Expectation,
  expectationFor,
  judgesOf,
  type Request,
  rangeText,
  type World,
} from "../../harness/model/index.ts";
import { code, plain, table } from "./_markdown.ts";

/** The cases of a control as a table: what is asked, what must come of it, and which engines judge it. */
export function caseTable(control: Control): string {
  const engines = control.policies.map(({ engine }) => engine);
  const rows = control.cases.map((one) => [
    `[${plain(one.name)}](../../${one.place.path})`,
    expectedText(one, engines),
    factsText(one),
    judging(one, engines).join(", "),
  ]);
  return table(["case", "expected", "asked", "engines"], rows);
}

// --- internal ---

/** The engines that judge a case: CEL, PodSecurity and a cluster never see what is read before any API server. */
function judging(one: Case, engines: readonly EngineId[]): readonly EngineId[] {
  if (one.skip !== undefined) return [];
  const asWritten = one.world.raw === true ? engines.filter((engine) => engine === "rego") : engines;
  return judgesOf(one, asWritten);
}

function expectedText(one: Case, engines: readonly EngineId[]): string {
  if (one.skip !== undefined) return `skipped: ${plain(one.skip)}`;
  if (one.refused === true) return "the policy is refused";
  const general = `${expectationText(one.expect)}`;
  const own = judging(one, engines)
    .filter((engine) => one.engines?.[engine] !== undefined)
    .map((engine) => `${engine}: ${expectationText(expectationFor(one, engine))}`);
  return [general, ...own].join("<br>");
}

function expectationText({
  decision,
  messages = [],
  warnings = [],
  violations = [],
  object,
  orSkip,
}: Expectation): string {
  const words = orSkip === true ? `${decision} or skip` : (decision ?? "any decision");
  const said = [
    `**${words}**`,
    ...messages.map(code),
    ...violations.flatMap(({ matches }) => (matches === undefined ? [] : [code(matches)])),
    ...(warnings.length > 0 ? [`warned: ${warnings.map(code).join(", ")}`] : []),
    ...(object === undefined ? [] : ["the object as the case shows it"]),
  ];
  return said.join(" ");
}

function factsText({ request, world, releases }: Case): string {
  const { kubernetes } = world;
  const release = releases === undefined ? kubernetes : rangeText(releases);
  return [
    ...requestFacts(request),
    ...(release === undefined ? [] : [`Kubernetes ${release}`]),
    ...worldFacts(world),
  ].join("; ");
}

function requestFacts({ operation, subResource, user, dryRun, namespace }: Request): readonly string[] {
  const about = subResource === undefined ? operation : `${operation} of ${subResource}`;
  return [
    about,
    ...(user?.username === undefined ? [] : [`by ${code(user.username)}`]),
    ...(user?.username === undefined && user?.groups !== undefined ? [`by ${user.groups.map(code).join(", ")}`] : []),
    ...(namespace === undefined ? [] : [`in ${code(namespace)}`]),
    ...(dryRun === true ? ["dry run"] : []),
  ];
}

function worldFacts({ params, raw, validate, serviceAccount, objects, namespaces, rules }: World): readonly string[] {
  const settings = Object.entries(params ?? {}).map(([name, value]) => code(`${name}: ${JSON.stringify(value)}`));
  return [
    ...(settings.length === 0 ? [] : [`params ${settings.join(", ")}`]),
    ...(raw === true ? ["as written, before any API server"] : []),
    ...(validate === false ? ["not validated"] : []),
    ...(serviceAccount === true ? ["after ServiceAccount admission"] : []),
    ...withOthers("object", objects),
    ...withOthers("namespace", namespaces),
    ...withOthers("authorizer rule", rules),
  ];
}

function withOthers(what: string, others: readonly unknown[] = []): readonly string[] {
  return others.length === 0 ? [] : [`beside ${others.length} ${what}${others.length === 1 ? "" : "s"}`];
}
