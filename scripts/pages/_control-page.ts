import { mentionLinks } from "./_article-links.ts";
import { caseTable } from "./_case-table.ts";
import { type ControlFacts, sourcesOf } from "./_facts.ts";
import type { AdmissionForm } from "./_forms.ts";
import { code, counted, page, plain, table } from "./_markdown.ts";
import { propertiesPart } from "./_properties-part.ts";

/** The page of one control. */
export function controlPage(facts: ControlFacts): string {
  const { control, title, sections } = facts;
  const others = [...sections].filter(([name]) => !shown.includes(name));
  return page([
    `# ${plain(title)}`,
    [`Control ${code(control.id)}`, ...classOf(facts)].join(" · "),
    summary(sections.get("Summary")),
    verdictTable(sections),
    ...others.map(([name, text]) => `## ${name}\n\n${sentence(text)}`),
    articlesPart(facts),
    `## Policies\n\n${policiesPart(facts)}`,
    levelsPart(facts),
    `## Cases\n\n${counted(control.cases.length, "case")}.\n\n${caseTable(control)}`,
    propertiesPart(control),
    knownPart(facts),
  ]);
}

// --- internal ---

/** Parts that stand in the table below the summary. */
const verdicts = ["Denies", "Warns", "Changes", "Allows", "Parameters", "Versions"];
const shown = ["Summary", "Correction", ...verdicts];

function verdictTable(sections: ReadonlyMap<string, string>): string | undefined {
  const rows = [...sections].filter(([name]) => verdicts.includes(name));
  return rows.length === 0
    ? undefined
    : table(
        ["", ""],
        rows.map(([name, text]) => [`**${name}**`, plain(text)]),
      );
}

function classOf({ severity, from, policyVersions, sections }: ControlFacts): readonly string[] {
  return [
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(from === undefined ? [] : [`from Kubernetes ${from}`]),
    ...(policyVersions.length === 0 ? [] : [`policy versions ${policyVersions.join(", ")}`]),
    ...(sections.has("Parameters") ? ["has parameters"] : []),
  ];
}

function summary(text: string | undefined): string | undefined {
  return text === undefined ? undefined : sentence(text);
}

function sentence(text: string): string {
  return plain(text.charAt(0).toUpperCase() + text.slice(1));
}

function articlesPart(facts: ControlFacts): string | undefined {
  const correction = facts.sections.get("Correction");
  const links = mentionLinks(facts);
  if (links.length === 0 && correction === undefined) return undefined;
  const claims = links.map(({ text, target, says }) => `- [${plain(text)}](../articles.md#${target}): ${plain(says)}`);
  return [
    "## What the articles say",
    claims.length === 0 ? undefined : claims.join("\n"),
    correction === undefined ? undefined : `**Correction.** ${sentence(correction)}`,
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function policiesPart(facts: ControlFacts): string {
  const { control, withoutCel, podSecurity } = facts;
  const rego = sourcesOf(control, "rego").map(({ path }) => path);
  const tests = (control.unitTests ?? []).map(({ path }) => path);
  const rows = [
    ...(rego.length === 0 ? [] : [["Rego", links(rego), tests.length === 0 ? "" : `unit tests: ${links(tests)}`]]),
    ...(facts.cel.length === 0
      ? []
      : [["CEL", links(sourcesOf(control, "cel").map(({ path }) => path)), facts.cel.map(formText).join("<br>")]]),
    ...(withoutCel === undefined ? [] : [["CEL", "none", plain(withoutCel)]]),
    ...(podSecurity === undefined
      ? []
      : [
          [
            "PodSecurity",
            links(sourcesOf(control, "podsecurity").map(({ path }) => path)),
            podSecurity.checks.length === 0
              ? "all of its checks"
              : `its check ${podSecurity.checks.map(code).join(", ")} at ${podSecurity.level}`,
          ],
        ]),
  ];
  return table(["engine", "source", ""], rows);
}

/** Levels are of policies in CEL. */
function levelsPart({ cel, levels, inNoLevel }: ControlFacts): string | undefined {
  if (cel.length === 0) return undefined;
  if (levels.length > 0)
    return `In CEL it is in the ${levels.length === 1 ? "level" : "levels"} ${levels.map(code).join(", ")}.`;
  return inNoLevel === undefined ? undefined : `In CEL it is in no level: ${plain(inNoLevel)}.`;
}

function formText({ kind, name, matches, conditions, failurePolicy, paramKind, actions }: AdmissionForm): string {
  return [
    `${kind} ${code(name)} on ${matches.map(plain).join("; ")}`,
    ...(conditions.length === 0 ? [] : [`where ${conditions.map(code).join(", ")}`]),
    ...(paramKind === undefined ? [] : [`params of kind ${paramKind}`]),
    ...(actions.length === 0 ? [] : [`a violation: ${actions.join(", ")}`]),
    `an error: ${failurePolicy}`,
  ].join("; ");
}

function links(paths: readonly string[]): string {
  return paths.map((path) => `[${plain(path)}](../../${path})`).join(", ");
}

function knownPart({ known }: ControlFacts): string | undefined {
  if (known.length === 0) return undefined;
  const rows = known.map(({ engines, case: name, property, reason }) => [
    engines.join(", "),
    plain(name ?? property ?? ""),
    plain(reason),
  ]);
  return `## Known differences\n\n${table(["engines", "case or property", "why"], rows)}`;
}
