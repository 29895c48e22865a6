import { type Case, type Control, type EngineId, expectationFor, judgesOf } from "../../harness/model/index.ts";
import type { Proof } from "../proof/index.ts";
import { anchorOf, mentionsOf } from "./_article-links.ts";
import type { ControlFacts } from "./_facts.ts";
import { controlLink, type IsThere, stepLink } from "./_links.ts";
import { counted, page, plain, table } from "./_markdown.ts";
import { type Mention, mentions } from "./_mentions.ts";

/** What the page is made of. */
export interface Covered {
  readonly all: readonly ControlFacts[];
  readonly proofs: readonly Proof[];
  readonly isThere: IsThere;
  /** How many tests a file has. */
  readonly testsIn: (path: string) => number;
}

/** What shows that each control does what it says: cases by what they expect, and breaks of its policies that they notice. */
export function coveragePage(covered: Covered): string {
  const { all } = covered;
  const rest = all.filter((facts) => mentionsOf(facts).length === 0);
  const parts = mentions.flatMap((mention) => [
    `## ${mention.number}. ${mention.title}`,
    `[What the articles say](articles.md#${anchorOf(mention)})`,
    mentionTable(mention, covered),
  ]);
  return page([
    "# Coverage",
    introduction,
    totals(covered),
    ...parts,
    ...(rest.length === 0 ? [] : ["## Of no article", controlTable(rest, covered)]),
    unnoticed(covered),
  ]);
}

// --- internal ---

const introduction = [
  "Computed by `npm run generate`, and held to the sources by a test. Cases are counted by what they expect of the engine; a case that expects a warning is one of",
  "*warn* too. *Proved* says how many ways to break the policy were tried and how many the cases noticed: in Rego, which topdown judges here, each rule that denies or warns dropped alone, everything",
  "denied, everything warned of; in CEL each validation always true, all always false, each match condition always true, each mutation without effect; of PodSecurity,",
  "whose code is not the control's, nothing denied and everything denied.",
].join("\n");

function totals({ all, proofs }: Covered): string {
  const broken = proofs.flatMap((proof) => proof.broken);
  const noticed = broken.filter(({ noticedBy }) => noticedBy > 0).length;
  const cases = all.reduce((sum, { control }) => sum + control.cases.length, 0);
  return `${counted(all.length, "control")}, ${counted(proofs.length, "policy", "policies")}, ${counted(cases, "case")}; ${noticed} of ${counted(broken.length, "break")} noticed.`;
}

function mentionTable(mention: Mention, covered: Covered): string {
  const own = covered.all.filter((facts) => mentionsOf(facts).includes(mention));
  const steps = (mention.steps ?? []).map(({ id, about, tests }) => [
    stepLink(id, covered.isThere),
    plain(about),
    `${covered.testsIn(tests)} in ${tests}`,
  ]);
  const nothing = own.length + steps.length === 0 ? [plain(mention.unchecked ?? "")] : [];
  return [
    ...(own.length === 0 ? [] : [controlTable(own, covered)]),
    ...(steps.length === 0 ? [] : [table(["step of the harness", "what it checks", "tests"], steps)]),
    ...nothing,
  ].join("\n\n");
}

function controlTable(own: readonly ControlFacts[], { proofs, isThere }: Covered): string {
  const rows = own.flatMap(({ control, withoutCel }) => {
    const link = controlLink(control.id, isThere);
    const judged = control.policies.map(({ engine }) => [
      link,
      engine,
      ...countsOf(control, engine),
      provedText(control.id, engine, proofs),
    ]);
    return withoutCel === undefined ? judged : [...judged, [link, "cel", "", "", "", "", `none: ${plain(withoutCel)}`]];
  });
  return table(["control", "engine", "allow", "deny", "warn", "other", "proved"], rows);
}

function countsOf(control: Control, engine: EngineId): readonly string[] {
  const engines = control.policies.map((policy) => policy.engine);
  const own = control.cases.filter((one) => judges(one, engine, engines));
  const expected = own.map((one) => expectationFor(one, engine));
  const decided = (wanted: string): number => expected.filter(({ decision }) => decision === wanted).length;
  const warned = expected.filter(({ warnings = [] }) => warnings.length > 0).length;
  const [allow, deny] = [decided("allow"), decided("deny")];
  return [allow, deny, warned, own.length - allow - deny].map((count) => (count === 0 ? "" : String(count)));
}

function judges(one: Case, engine: EngineId, engines: readonly EngineId[]): boolean {
  if (one.skip !== undefined || one.refused === true) return false;
  return judgesOf(one, engines).includes(engine) && (one.world.raw !== true || engine === "rego");
}

function provedText(control: string, engine: EngineId, proofs: readonly Proof[]): string {
  const proof = proofs.find((one) => one.control === control && one.engine === engine);
  if (proof === undefined || proof.broken.length === 0) return "no";
  const noticed = proof.broken.filter(({ noticedBy }) => noticedBy > 0).length;
  return noticed === proof.broken.length ? `all ${noticed}` : `${noticed} of ${proof.broken.length}`;
}

function unnoticed({ proofs, isThere }: Covered): string | undefined {
  const rows = proofs.flatMap(({ control, engine, broken }) =>
    broken
      .filter(({ noticedBy }) => noticedBy === 0)
      .map(({ how }) => [controlLink(control, isThere), engine, plain(how)]),
  );
  return rows.length === 0
    ? undefined
    : `## Not proved\n\n${table(["control", "engine", "what no case notices"], rows)}`;
}
