import type { SidePolicies } from "../compare/index.ts";
import { loadPolicySet, type PathEngine, type Project } from "../load/index.ts";
import { AssayError, type Control, type EngineId, engineIds, type Policy, type Problem } from "../model/index.ts";
import { commandWords } from "./_command-words.ts";

/** One side of a comparison as the user wrote it: `cel`, `rego:policies/`, `gatekeeper:library/`, `podsecurity:baseline@v1.28`, `cel@1.31`, `cluster:kind-dev`, or a path alone. */
export interface SideSpec {
  readonly text: string;
  readonly engine?: EngineId;
  /** A path, a level of PodSecurity, or a context of the kubeconfig; absent for the project's own policies. */
  readonly what?: string;
  /** Release of Kubernetes; for a level of PodSecurity its version. */
  readonly release?: string;
}

const withoutRelease: Readonly<Partial<Record<EngineId, string>>> = {
  rego: "Rego is the same in every release of Kubernetes",
  topdown: "Rego is the same in every release of Kubernetes",
  gatekeeper: "Gatekeeper is the same in every release of Kubernetes",
  kyverno: "the kyverno CLI has a release of its own",
  command: "a program is the same in every release of Kubernetes",
  cluster: "a cluster has the release that it has",
};
const formsOfTemplates: readonly EngineId[] = ["rego", "topdown", "cel"];
const levels: readonly string[] = ["privileged", "baseline", "restricted"];

/** @throws AssayError for what cannot be a side */
export function parseSide(text: string): SideSpec {
  const [, command] = /^command:(.*)$/s.exec(text) ?? [];
  if (command !== undefined) {
    commandWords(command);
    return { text, engine: "command", what: command };
  }
  const [, head = "", release] = /^(.*?)(?:@(v?1\.\d{1,3}|latest))?$/s.exec(text) ?? [];
  const [first = "", ...rest] = head.split(":");
  const engine = engineIds.find((id) => id === first);
  const what = engine === undefined ? head : rest.join(":");
  if (head === "" || (engine !== undefined && rest.length > 0 && what === "")) throw unusable(text);
  const spec: SideSpec = {
    text,
    ...(engine === undefined ? {} : { engine }),
    ...(what === "" ? {} : { what }),
    ...(release === undefined ? {} : { release }),
  };
  if (release !== undefined && engine !== undefined && engine in withoutRelease)
    throw new AssayError("bad-usage", `\`${text}\`: ${withoutRelease[engine]}; leave out \`@${release}\``);
  return spec;
}

/** Whether a side brings its own policies, so that it is not asked control by control. */
export function hasOwnPolicies({ engine, what }: SideSpec): boolean {
  return what !== undefined || engine === "cluster";
}

/**
 * A control's policies for an engine. Where it has none, its ConstraintTemplates are taken in the form that the engine judges: their Rego, or the
 * admission policies that Gatekeeper generates.
 */
export function policiesFor({ policies }: Control, engine: EngineId | undefined): readonly Policy[] {
  const own = policies.filter((policy) => policy.engine === engine);
  if (own.length > 0 || engine === undefined || !formsOfTemplates.includes(engine)) return own;
  return policies
    .filter((policy) => policy.engine === "gatekeeper")
    .map((policy) => ({ ...policy, engine, from: "gatekeeper" }));
}

/** The policies of a side; `controls` are those whose policies it takes where it brings none. */
export function policiesOfSide(
  spec: SideSpec,
  { project, controls }: { readonly project: Project; readonly controls: readonly Control[] },
): { readonly side: SidePolicies; readonly problems: readonly Problem[] } {
  const { policies, problems } = policiesOf(spec, project, controls);
  const engine = policies[0]?.engine ?? spec.engine ?? "cel";
  const release = isLevel(spec) ? undefined : spec.release?.replace(/^v/, "");
  return {
    side: { name: spec.text, engine, policies, ...(release === undefined ? {} : { kubernetes: release }) },
    problems,
  };
}

// --- internal ---

function policiesOf(
  spec: SideSpec,
  project: Project,
  controls: readonly Control[],
): { readonly policies: readonly Policy[]; readonly problems: readonly Problem[] } {
  const { engine, what } = spec;
  if (engine === "cluster") return { policies: [], problems: [] };
  if (what === undefined)
    return {
      policies: controls.flatMap((control) => policiesFor(control, engine)),
      problems: [],
    };
  if (isLevel(spec)) return { policies: [levelPolicy(spec)], problems: [] };
  if (engine === "command") return { policies: [commandPolicy(spec.text, what, project)], problems: [] };
  const { policy, problems } = loadPolicySet(project, {
    path: what,
    ...(engine === undefined ? {} : { engine: engine as PathEngine }),
  });
  return { policies: policy === undefined ? [] : [policy], problems };
}

function isLevel({ engine, what = "" }: SideSpec): boolean {
  return engine === "podsecurity" && levels.includes(what);
}

/** PodSecurity at a level, as its own configuration file says it. */
function levelPolicy({ text, what = "", release = "latest" }: SideSpec): Policy {
  const version = release === "latest" || release.startsWith("v") ? release : `v${release}`;
  const defaults = Object.fromEntries(
    ["enforce", "audit", "warn"].flatMap((mode) => [
      [mode, what],
      [`${mode}-version`, version],
    ]),
  );
  const configuration = {
    apiVersion: "pod-security.admission.config.k8s.io/v1",
    kind: "PodSecurityConfiguration",
    defaults,
  };
  return { control: text, engine: "podsecurity", sources: [{ path: text, text: JSON.stringify({ configuration }) }] };
}

function commandPolicy(control: string, what: string, { root: folder }: Project): Policy {
  return { control, engine: "command", sources: [], run: commandWords(what), folder };
}

function unusable(text: string): AssayError {
  return new AssayError(
    "bad-usage",
    `\`${text}\` is no side: name an engine (${engineIds.join(", ")}), an engine with a path (rego:policies/), a path, a level (podsecurity:baseline), a program (command:./webhook), or a cluster (cluster:CONTEXT); a release may follow (cel@1.31)`,
  );
}
