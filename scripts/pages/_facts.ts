import picomatch from "picomatch";
import type { Engines, Inspected } from "../../harness/engine/index.ts";
import type { Project } from "../../harness/load/index.ts";
import type { Control, EngineId, JsonObject, KnownDifference, Policy, SourceFile } from "../../harness/model/index.ts";
import { controlsOf, type Levels, levelNames, readLevels } from "../levels/index.ts";
import { type AdmissionForm, admissionForms, type PodSecurityForm, podSecurityForm } from "./_forms.ts";
import { headerOf, sectionsOf } from "./_sections.ts";

/** All that the sources say of a control. */
export interface ControlFacts {
  readonly control: Control;
  readonly title: string;
  /** Parts of the description by their names: `Summary`, `Denies`, `Allows`, … */
  readonly sections: ReadonlyMap<string, string>;
  /** Whether they are METADATA, and not the header of a YAML file. */
  readonly hasMetadata: boolean;
  readonly severity?: string;
  /** The first minor of Kubernetes for which the control is meant. */
  readonly from?: string;
  /** Versions of the Pod Security Standards at which it changes. */
  readonly policyVersions: readonly string[];
  /** Mentions such as `S22 #4`. */
  readonly articles: readonly string[];
  /** Why it has no form in CEL. */
  readonly withoutCel?: string;
  readonly cel: readonly AdmissionForm[];
  readonly podSecurity?: PodSecurityForm;
  /** Levels of the pack that it is in. */
  readonly levels: readonly string[];
  /** Why it is in none, where that is said. */
  readonly inNoLevel?: string;
  readonly known: readonly KnownDifference[];
}

/** Reads the facts of all controls of the pack, METADATA by OPA's own inspect. */
export async function factsOf(project: Project, engines: Engines): Promise<readonly ControlFacts[]> {
  const inspected = await inspect(project.controls, engines);
  const reading: Reading = { project, engines, inspected, levels: readLevels(project.root) };
  return Promise.all(project.controls.map((control) => factsOfControl(control, reading)));
}

/** The files of a control's policy for one engine. */
export function sourcesOf({ policies }: Control, engine: EngineId): readonly SourceFile[] {
  return policies.filter((policy) => policy.engine === engine).flatMap(({ sources }) => sources);
}

// --- internal ---

interface Reading {
  readonly project: Project;
  readonly engines: Engines;
  readonly inspected: Inspected;
  readonly levels: Levels;
}

async function inspect(controls: readonly Control[], engines: Engines): Promise<Inspected> {
  const policies = controls.flatMap((control) => control.policies.filter(({ engine }) => engine === "rego"));
  const modules = [...new Set(policies.flatMap(({ sources, library = [] }: Policy) => [...sources, ...library]))];
  const { value, problems } = await engines.inspect(modules);
  if (value === undefined)
    throw new Error(problems.map(({ message, place }) => `${place?.path ?? "rego"}: ${message}`).join("\n"));
  return value;
}

async function factsOfControl(
  control: Control,
  { project, engines, inspected, levels }: Reading,
): Promise<ControlFacts> {
  const metadata = inspected.packages.find(({ path }) => path.startsWith(`rego/${control.id}/`))?.annotations;
  const custom = (metadata?.["custom"] ?? {}) as JsonObject;
  const yaml = [...sourcesOf(control, "cel"), ...sourcesOf(control, "podsecurity")];
  const header = yaml[0] === undefined ? "" : headerOf(yaml[0].text);
  const [cel, podSecurity] = await Promise.all([
    admissionForms(sourcesOf(control, "cel"), engines),
    podSecurityForm(sourcesOf(control, "podsecurity"), engines),
  ]);
  return {
    control,
    title: text(metadata?.["title"]) ?? control.id,
    sections: metadata === undefined ? sectionsOfHeader(header) : sectionsOf(text(metadata["description"]) ?? ""),
    hasMetadata: metadata !== undefined,
    ...optional("severity", text(custom["severity"])),
    ...optional("from", text(custom["kubernetes_from"])),
    ...optional("withoutCel", text(custom["cel"])),
    ...optional("podSecurity", podSecurity),
    levels: levelNames.filter((level) => controlsOf(levels, level).includes(control.id)),
    ...optional("inNoLevel", whyInNone(levels, control.id)),
    policyVersions: texts(custom["policy_versions"]),
    articles: texts(custom["articles"]),
    cel,
    known: project.knownDifferences.filter((known) => known.control === control.id),
  };
}

function whyInNone({ apart }: Levels, id: string): string | undefined {
  return apart.find(({ controls }) => picomatch.isMatch(id, [...controls]))?.why;
}

/** A header that names no parts is the summary. */
function sectionsOfHeader(header: string): ReadonlyMap<string, string> {
  const sections = sectionsOf(header);
  return sections.size > 0 || header === "" ? sections : new Map([["Summary", header.replaceAll(/\s+/g, " ")]]);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value.trim() : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** The value under its name, where there is one. */
function optional<Name extends string, T>(name: Name, value: T | undefined): { readonly [_ in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [_ in Name]?: T };
}
