import { type Engines, openEngines } from "../../engine/index.ts";
import { loadProject, type Project, type Survey, type SurveyedDocument } from "../../load/index.ts";
import { AssayError, placeText } from "../../model/index.ts";
import { isLaidOut, type PlannedConfig, planConfig } from "./_config.ts";
import { leaving, type Step, together, writing } from "./_plan.ts";
import { type Recording, record } from "./_record.ts";
import { suitesIn } from "./_suites.ts";

/** What makes the policies run: the configuration and recorded cases. */
export interface PolicyPlan {
  readonly step: Step;
  /** What the user should know, a sentence each. */
  readonly notes: readonly string[];
  /** Folder of the cases. */
  readonly cases: string;
}

/** The names that a configuration may have. */
export const assayConfigs: readonly string[] = ["assay.yaml", "assay.yml"];

/**
 * Plans the smallest configuration under which every policy that was found is judged, and cases for policies that have none.
 * @throws an AssayError where there is nothing to judge, or a configuration that is there is broken
 */
export async function planPolicies(
  found: Survey,
  { record: wanted = true }: { readonly record?: boolean },
): Promise<PolicyPlan> {
  const engines = openEngines();
  try {
    const before = loadProject(found.root);
    refuseBrokenConfig(before);
    const written = assayConfigs.find((name) => found.files[name] !== undefined);
    const planned = written === undefined ? await planConfig(found, before.ids, engines) : asItIs;
    const project = projectUnder(found.root, planned) ?? before;
    if (project.ids.length === 0) throw new AssayError("nothing-found", nothingHere(found));
    const recorded =
      wanted && suitesIn(found).length === 0 ? await recordIn(project, { found, engines }) : nothingRecorded;
    return {
      step: together([configStep(written, planned), { files: recorded.files, left: [], todo: [] }]),
      notes: [...planned.notes, ...idleNotes(found, project), ...recorded.notes],
      cases: project.config.cases,
    };
  } finally {
    engines.close();
  }
}

// --- internal ---

const asItIs: PlannedConfig = { controls: [], notes: [] };
const nothingRecorded: Recording = { files: [], notes: [] };

function projectUnder(root: string, { text }: PlannedConfig): Project | undefined {
  if (text === undefined) return undefined;
  const project = loadProject(root, { planned: { path: "assay.yaml", text } });
  refuseBrokenConfig(project);
  return project;
}

function refuseBrokenConfig({ problems }: Project): void {
  const broken = problems.find(({ code }) => code === "bad-config");
  if (broken === undefined) return;
  const place = broken.place === undefined ? "" : `${placeText(broken.place)}: `;
  throw new AssayError("bad-config", `${place}${broken.message}`);
}

function configStep(written: string | undefined, { text, controls }: PlannedConfig): Step {
  if (written !== undefined) return leaving(written, "it is there already");
  if (text === undefined) return together([]);
  const names = controls.map(({ id }) => `\`${id}\``);
  return writing("assay.yaml", text, names.length > 3 ? `${names.length} controls` : `control ${names.join(", ")}`);
}

/** Controls that have cases already say themselves what must happen. */
function recordIn(
  project: Project,
  { found, engines }: { readonly found: Survey; readonly engines: Engines },
): Promise<Recording> {
  const { config, controls } = project;
  const without = controls.filter(({ cases, policies }) => cases.length === 0 && policies.length > 0);
  const used = new Set(
    controls.flatMap(({ policies }) => policies.flatMap(({ sources }) => sources.map(({ path }) => path))),
  );
  const manifests = found.documents.filter(
    ({ is, place: { path } }) =>
      is === "manifest" && !isLaidOut(path) && !path.startsWith(`${config.cases}/`) && !used.has(path),
  );
  return record(without, manifests, { engines, config });
}

function nothingHere({ root }: Survey): string {
  return `\`${root}\` holds no policy that can be judged; \`assay new control <id>\` writes one`;
}

/** Policies that no control has: nothing will be checked of them. */
function idleNotes({ documents }: Survey, { controls }: Project): readonly string[] {
  const used = new Set(
    controls.flatMap(({ policies }) => policies.flatMap(({ sources }) => sources.map(({ path }) => path))),
  );
  const idle = documents.filter((document) => isPolicy(document) && !used.has(document.place.path));
  const [first, second, third, ...more] = [...new Set(idle.map(({ place }) => place.path))];
  if (first === undefined) return [];
  const shown = [first, second, third].filter((path) => path !== undefined).join(", ");
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  return [`no test says what the policies in these files do, and nothing is checked of them: ${shown}${rest}`];
}

function isPolicy({ is, value }: SurveyedDocument): boolean {
  const kind = String(value["kind"]);
  switch (is) {
    case "gatekeeper":
      return kind === "ConstraintTemplate";
    case "admission-policy":
      return !kind.endsWith("Binding");
    case "kyverno-policy":
      return /Polic(?:y|ies)$/.test(kind);
    case "gator":
    case "kyverno-test":
    case "kaptest":
    case "client":
    case "manifest":
      return false;
  }
}
