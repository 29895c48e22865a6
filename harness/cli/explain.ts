import { resolve } from "node:path";
import { differingPaths } from "../compare/index.ts";
import { type Engines, openEngines, type Reviewed } from "../engine/index.ts";
import { kyvernoSetting, loadProject, type Project } from "../load/index.ts";
import {
  AssayError,
  type ChangedField,
  type Control,
  type EngineExplanation,
  type EngineId,
  type Explanation,
  isJsonObject,
  type Json,
  type JsonObject,
  reasonsFor,
  type UpdatedField,
} from "../model/index.ts";
import { explanationText } from "../report/index.ts";
import { wantsColor } from "./_color.ts";
import type { ExplainOptions } from "./_explain-options.ts";
import { type Target, targetsOf } from "./_explain-target.ts";

/** Explains how one request is judged. @returns the exit code */
export async function runExplain(what: string, options: ExplainOptions): Promise<number> {
  const root = resolve(options.cwd ?? ".");
  const project = loadProject(root, {
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(options.engine === undefined ? {} : { engines: options.engine }),
  });
  const targets = await targetsOf(what, { root, project }, options);
  const engines = openEngines({
    ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
    ...kyvernoSetting(project),
  });
  try {
    const made: Explanation[] = [];
    for (const target of targets) made.push(await explain(target, { engines, project }, options));
    const text =
      options.format === "json"
        ? `${JSON.stringify({ explain: 1, explanations: made }, undefined, 2)}\n`
        : made.map((one) => explanationText(one, { color: options.color && wantsColor() })).join("\n");
    process.stdout.write(text);
    return made.some(isBroken) ? 2 : 0;
  } finally {
    engines.close();
  }
}

// --- internal ---

interface With {
  readonly engines: Engines;
  readonly project: Project;
}

async function explain(target: Target, { engines, project }: With, options: ExplainOptions): Promise<Explanation> {
  const { control, name, place } = target;
  const release = options.kubernetes ?? target.world.kubernetes ?? project.config.kubernetes;
  const asked = { ...target, world: release === undefined ? target.world : { ...target.world, kubernetes: release } };
  const wanted = options.engine ?? project.config.engines;
  const ids = wanted.filter((id) => id !== "cluster" && control.policies.some(({ engine }) => fits(engine, id)));
  if (ids.length === 0)
    throw new AssayError(
      "nothing-found",
      `control \`${control.id}\` has no policy for ${wanted.map((id) => `\`${id}\``).join(", ")}`,
    );
  const review = await engines.review(asked.request, asked.world);
  const changed = await changedFields(asked, review?.object, engines);
  const judged: EngineExplanation[] = [];
  for (const id of ids) judged.push(await explainBy(id, asked, { engines, admitted: review?.object }));
  return {
    ...{ control: control.id, request: name, place, changed },
    ...(review === undefined ? {} : { ...besides(asked, review), ...(await userOf(control, review, engines)) }),
    engines: judged,
  };
}

/** `topdown` evaluates the policies of `rego`. */
function fits(engine: EngineId, asked: EngineId): boolean {
  return engine === asked || (asked === "topdown" && engine === "rego");
}

async function explainBy(
  id: EngineId,
  target: Target,
  { engines, admitted }: { readonly engines: Engines; readonly admitted: JsonObject | undefined },
): Promise<EngineExplanation> {
  const { control, request, world } = target;
  const policies = control.policies.filter(({ engine }) => fits(engine, id));
  const release = world.kubernetes === undefined ? {} : { kubernetes: world.kubernetes };
  const compiled = await engines.get(id).compile(policies, release);
  const { told, problems } = await engines.explain({ policies, request, world });
  const all = [...compiled.problems, ...problems];
  if (compiled.judge === undefined) return { engine: id, ...told, decidedBy: [], problems: all };
  const verdict = await compiled.judge(request, world);
  const { object } = verdict;
  const mutated = object === undefined || admitted === undefined ? {} : { mutated: between(admitted, object) };
  return { engine: id, verdict, decidedBy: reasonsFor(verdict, told), ...mutated, ...told, problems: all };
}

/** What the API server changed in the object before a policy is asked. */
async function changedFields(
  { request, world }: Target,
  admitted: JsonObject | undefined,
  engines: Engines,
): Promise<readonly ChangedField[]> {
  if (request.object === undefined || world.raw === true) return [];
  const written = "json" in request.object ? request.object.json : await readOne(request.object.text, engines);
  if (written === undefined || admitted === undefined) return [];
  return differingPaths(written, admitted).map(({ keys, text }) => ({
    path: text,
    ...part("written", at(written, keys)),
    ...part("admitted", at(admitted, keys)),
  }));
}

/** What an UPDATE changes, and what a DELETE takes away. */
function besides(
  { request: { operation } }: Target,
  { object, oldObject }: Reviewed,
): Pick<Explanation, "updated" | "deleted"> {
  if (oldObject === undefined) return {};
  if (operation === "DELETE") return { deleted: oldObject };
  if (object === undefined) return {};
  return { updated: between(oldObject, object) };
}

function between(old: JsonObject, made: JsonObject): readonly UpdatedField[] {
  return differingPaths(old, made).map(({ keys, text }) => ({
    path: text,
    ...part("old", at(old, keys)),
    ...part("new", at(made, keys)),
  }));
}

/** Who asks, where a policy looks at that. */
async function userOf(
  { policies }: Control,
  { userInfo }: Reviewed,
  engines: Engines,
): Promise<Pick<Explanation, "user">> {
  if (userInfo === undefined) return {};
  const texts = policies.flatMap(({ engine, sources }) => (engine === "rego" ? [] : sources.map(({ text }) => text)));
  if (texts.some((text) => asksForUser.test(text))) return { user: userInfo };
  const { reads } = await engines.reads(policies);
  return reads.chains.some((chain) => chain.includes("userInfo")) ? { user: userInfo } : {};
}

/** What stands in policies that look at who asks. In Rego a library may have it of which a policy reaches nothing, so OPA is asked. */
const asksForUser = /\b(?:userInfo|authorizer|usernames|clusterRoles|subjects)\b/;

async function readOne(text: string, engines: Engines): Promise<JsonObject | undefined> {
  const { value } = await engines.read(text);
  return value?.documents[0]?.object;
}

function part<const K extends string>(key: K, value: Json | undefined): { readonly [P in K]?: Json } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: Json };
}

function at(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((inside, key) => {
    if (Array.isArray(inside)) return inside[Number(key)] as Json | undefined;
    return isJsonObject(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined;
  }, value);
}

function isBroken({ engines }: Explanation): boolean {
  return engines.some(({ verdict }) => verdict === undefined);
}
