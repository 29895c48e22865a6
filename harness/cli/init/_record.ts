import type { Engines } from "../../engine/index.ts";
import type { Config, SurveyedDocument } from "../../load/index.ts";
import { type Control, type Judge, placeText, type Verdict } from "../../model/index.ts";
import { baseOf, freeNames, idOf } from "../_names.ts";
import type { PlannedFile } from "./_plan.ts";

/** What the policies say of the manifests today, as cases. */
export interface Recording {
  readonly files: readonly PlannedFile[];
  /** What could not be recorded, and why; a sentence each. */
  readonly notes: readonly string[];
}

/** So many manifests of each decision become cases of a control: enough to see that it works. */
const most = 20;

/**
 * Judges manifests by controls that have no cases, and makes a case of each that is allowed or denied. What the API server refuses, what nothing
 * applies to and what fails is no case.
 */
export async function record(
  controls: readonly Control[],
  manifests: readonly SurveyedDocument[],
  { engines, config }: { readonly engines: Engines; readonly config: Config },
): Promise<Recording> {
  if (manifests.length === 0) return { files: [], notes: [] };
  const parts: Recording[] = [];
  for (const control of controls) parts.push(await recordOne(control, manifests, { engines, config }));
  return {
    files: parts.flatMap(({ files }) => files),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

// --- internal ---

interface Judged {
  readonly manifest: SurveyedDocument;
  readonly said: Said;
}

/** What all engines of a control agree on. */
type Said =
  | { readonly decision: "allow" | "deny"; readonly messages: readonly string[] }
  | { readonly why: string }
  | { readonly applies: false };

interface Judging {
  readonly engines: Engines;
  readonly config: Config;
}

async function recordOne(
  control: Control,
  manifests: readonly SurveyedDocument[],
  { engines, config }: Judging,
): Promise<Recording> {
  const judges = await judgesOf(control, { engines, config });
  if ("why" in judges) return { files: [], notes: [judges.why] };
  const judged = await Promise.all(
    manifests.map(async (manifest): Promise<Judged> => {
      const request = { operation: "CREATE", object: { text: manifest.text } } as const;
      const verdicts = await Promise.all(judges.map((judge) => judge(request, {})));
      return { manifest, said: agreed(control.id, verdicts) };
    }),
  );
  return recording(control.id, judged, config);
}

async function judgesOf(
  control: Control,
  { engines, config }: Judging,
): Promise<readonly Judge[] | { readonly why: string }> {
  const policies = control.policies.filter(({ engine }) => config.engines.includes(engine));
  const compiled = await Promise.all(
    policies.map(async (policy) => engines.get(policy.engine).compile([policy], kubernetesOf(config))),
  );
  const judges = compiled.flatMap(({ judge }) => judge ?? []);
  const [problem] = compiled.flatMap(({ problems }) => problems);
  if (judges.length === compiled.length && judges.length > 0) return judges;
  const place = problem?.place === undefined ? "" : `${placeText(problem.place)}: `;
  return { why: `${control.id}: ${place}${problem?.message ?? "there is no policy to judge by"}` };
}

function kubernetesOf({ kubernetes }: Config): { readonly kubernetes?: string } {
  return kubernetes === undefined ? {} : { kubernetes };
}

function agreed(control: string, verdicts: readonly Verdict[]): Said {
  const [first] = verdicts;
  const failed = verdicts.flatMap(({ errors }) => errors ?? [])[0];
  if (failed !== undefined)
    return {
      why:
        failed.code === "bad-object"
          ? `the API server refuses it: ${failed.message}`
          : `${control} fails on it: ${failed.message}`,
    };
  if (first === undefined || first.decision === "error" || first.decision === "skip") return { applies: false };
  if (verdicts.some(({ decision }) => decision !== first.decision))
    return { why: `the policies of ${control} do not agree on it` };
  const messages = verdicts.flatMap(({ violations }) => violations.map(({ message }) => message));
  return { decision: first.decision, messages: [...new Set(messages)] };
}

function recording(control: string, judged: readonly Judged[], { cases }: Config): Recording {
  const free = freeNames([]);
  const files: PlannedFile[] = [];
  const notes: string[] = [];
  const counts = { allow: 0, deny: 0 };
  for (const { manifest, said } of judged) {
    if ("why" in said) notes.push(`${placeText(manifest.place)}: not recorded: ${said.why}`);
    else if ("decision" in said && ++counts[said.decision] <= most) {
      const path = `${cases}/${control}/${said.decision}/${free(namesOf(manifest))}.yaml`;
      files.push({ path, text: caseText(manifest, said), is: "new", about: `recorded from ${manifest.place.path}` });
    }
  }
  if (files.length + notes.length === 0) notes.push(`${control} applies to none of the manifests: nothing is recorded`);
  for (const [decision, count] of Object.entries(counts))
    if (count > most)
      notes.push(
        `${control}: ${count - most} more manifests would be ${decision === "allow" ? "allowed" : "denied"}; ${most} are recorded`,
      );
  return { files, notes };
}

function namesOf({ place, value, alone }: SurveyedDocument): readonly string[] {
  const metadata = value["metadata"];
  const name = typeof metadata === "object" && metadata !== null && "name" in metadata ? String(metadata["name"]) : "";
  const base = alone ? baseOf(place.path) : `${String(value["kind"])}-${name}`;
  return [base, `${baseOf(place.path)}-${base}`, idOf(place.path)];
}

function caseText(
  { place, text }: SurveyedDocument,
  { decision, messages }: Extract<Said, { readonly decision: string }>,
): string {
  const said = decision === "allow" ? "allowed" : `denied (${messages.join("; ")})`;
  const line = `Recorded by \`assay init\` from ${place.path}, which was ${said}: confirm that it must be, and delete this line.`;
  return `# ${line.replaceAll(/\s+/g, " ")}\n${text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd()}\n`;
}
