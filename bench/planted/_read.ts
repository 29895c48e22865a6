import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { loadPolicySet, loadProject, type Project } from "../../harness/load/index.ts";
import type { JsonObject, ObjectSource, Policy, Request, Trial } from "../../harness/model/index.ts";

/** A wrong policy beside a right one, and the smallest trial on which they decide differently. */
export interface Planted {
  readonly id: string;
  /** What is wrong, a sentence. */
  readonly slip: string;
  /** Where it was seen: a row of the catalogue's section 7, or `slip`. */
  readonly source: string;
  /** The right policies. */
  readonly left: readonly Policy[];
  /** The wrong ones. */
  readonly right: readonly Policy[];
  readonly smallest: Trial;
  /** No object that the API server takes shows the difference. */
  readonly unreachable: boolean;
}

/** Every planted difference, by id. Throws where a file is missing or unreadable. */
export function readPlanted(): readonly Planted[] {
  const project = loadProject(root, { only: () => false });
  const rights = load(readFileSync(join(folder, "rights.yaml"), "utf8")) as Readonly<Record<string, string>>;
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "reference")
    .map(({ name }) => name)
    .sort();
  const homeless = Object.keys(rights).filter((id) => !ids.includes(id));
  if (homeless.length > 0) throw new Error(`rights.yaml names what is not there: ${homeless.join(", ")}`);
  return ids.map((id) => readOne(project, id, rights[id]));
}

// --- internal ---

const folder = import.meta.dirname;
const root = join(folder, "..", "..");

/** A trial as `smallest.yaml` writes it: a manifest that is created, or a request with its world around it. */
type Written = JsonObject | ({ readonly request: WrittenRequest } & Trial["world"]);
type WrittenRequest = Omit<Partial<Request>, "object" | "oldObject"> & {
  readonly object?: JsonObject;
  readonly oldObject?: JsonObject;
};

function readOne(project: Project, id: string, elsewhere: string | undefined): Planted {
  const text = readFileSync(join(folder, id, "smallest.yaml"), "utf8");
  const [, slip, source] = /^# (.+) \((.+)\)\n/.exec(text) ?? [];
  if (slip === undefined || source === undefined)
    throw new Error(`${id}/smallest.yaml does not begin with \`# what is wrong (where it was seen)\``);
  const smallest = trialOf(load(text) as Written);
  const own = ownPath(id, "right");
  if ((own === undefined) === (elsewhere === undefined))
    throw new Error(`${id} needs one right policy: its own, or one that rights.yaml names`);
  return {
    id,
    slip,
    source,
    left: [policyAt(project, id, own ?? pathOf(elsewhere ?? ""))],
    right: [policyAt(project, id, ownPath(id, "wrong") ?? `${id}/wrong`)],
    smallest,
    unreachable: smallest.world.validate === false,
  };
}

function ownPath(id: string, name: string): string | undefined {
  return [".rego", ".yaml"].map((extension) => join(folder, id, name + extension)).find((path) => existsSync(path));
}

function pathOf(elsewhere: string): string {
  return join(elsewhere.startsWith("reference/") ? folder : root, elsewhere);
}

function policyAt(project: Project, id: string, path: string): Policy {
  const { policy, problems } = loadPolicySet(project, { path });
  if (policy === undefined || problems.length > 0)
    throw new Error(`${id}: ${problems.map(({ message }) => message).join("; ")}`);
  return { ...policy, control: id };
}

function trialOf(written: Written): Trial {
  if (!("request" in written)) return { request: { operation: "CREATE", object: { json: written } }, world: {} };
  const { request, ...world } = written as { readonly request: WrittenRequest };
  const { object, oldObject, ...rest } = request;
  return {
    request: { operation: "CREATE", ...rest, ...source("object", object), ...source("oldObject", oldObject) },
    world,
  };
}

function source(
  name: "object" | "oldObject",
  json: JsonObject | undefined,
): Readonly<Partial<Record<string, ObjectSource>>> {
  return json === undefined ? {} : { [name]: { json } };
}
