import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newControl } from "../../harness/cli/new-control.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Control, EngineId, JsonObject, Policy } from "../../harness/model/index.ts";

const root = join(import.meta.dirname, "..", "..");
const project = loadProject(root);
const engines = openEngines();
const folders = ["rego", "cel", "podsecurity", "cases"];
const ids = [...new Set(folders.flatMap(subfolders))].filter((id) => id !== "lib").sort();

/** Controls that are PodSecurity's own as a whole: what it makes of its levels. */
const podsecurityOnly = ["pss.level"];

/** Words of the files that `assay new control` writes, which no real control keeps. */
const unfinished = [
  "what the control is for",
  "the condition to deny",
  "the exact fields, kinds and operations",
  "The API server refuses this one",
];

afterAll(() => engines.close());

describe("the pack", () => {
  it("is read without a problem", () => {
    expect(project.problems).toEqual([]);
  });

  it("has all controls of Pod Security Standards and of namespace labels", () => {
    expect(ids.filter((id) => id.startsWith("pss.baseline."))).toHaveLength(12);
    expect(ids.filter((id) => id.startsWith("pss.restricted."))).toHaveLength(7);
    expect(ids.filter((id) => id.startsWith("psa.ns."))).toHaveLength(5);
    expect(project.controls.map(({ id }) => id)).toEqual(ids);
  });
});

describe.each(ids.filter((id) => !podsecurityOnly.includes(id) && !isMutation(id)))("%s", (id) => {
  it("has a policy in Rego with unit tests", () => {
    const tests = readFileSync(join(root, `rego/${id}/policy_test.rego`), "utf8");
    expect(policyOf(id, "rego")?.sources.map(({ path }) => path)).toEqual([`rego/${id}/policy.rego`]);
    expect(tests).toMatch(/^test_(deny|warn)_/m);
    expect(tests).toMatch(/^test_allow_|== set\(\) with input/m);
  });

  it("has the same id in its METADATA, its package and its ValidatingAdmissionPolicy, or says why it has none", async () => {
    const { sources = [], library = [] } = policyOf(id, "rego") ?? {};
    const { value } = await engines.inspect([...sources, ...library]);
    const [only, ...others] = value?.packages.filter(({ path }) => path.startsWith(`rego/${id}/`)) ?? [];
    expect(others).toEqual([]);
    expect(only?.package).toBe(id.replaceAll("-", "_"));
    const custom = (only?.annotations?.["custom"] ?? {}) as JsonObject;
    expect(custom).toMatchObject({ control: id });
    if (policyOf(id, "cel") === undefined) return expect(custom["cel"]).toEqual(expect.stringMatching(/\w+ \w+/));
    expect(custom["cel"]).toBeUndefined();
    expect(policyOf(id, "cel")?.sources.map(({ path }) => path)).toEqual([`cel/${id}/policy.yaml`]);
    const read = await engines.read(policyOf(id, "cel")?.sources[0]?.text ?? "");
    const names = read.value?.documents.map(
      ({ object = {} }) => (object["metadata"] as JsonObject | undefined)?.["name"],
    );
    expect(names?.length).toBeGreaterThanOrEqual(2);
    expect(names?.filter((name) => !`${name}.`.startsWith(`${id}.`))).toEqual([]); // further ones add a word, as `warn` for those that only warn
  });
});

describe.each(ids.filter(isMutation))("%s", (id) => {
  it("has a MutatingAdmissionPolicy, and cases that say what becomes of the object", () => {
    expect(
      policyOf(id, "cel")
        ?.sources.map(({ text }) => text)
        .join(),
    ).toContain("kind: MutatingAdmissionPolicy\n");
    expect(controlOf(id)?.cases.some(({ expect: { object } }) => object !== undefined)).toBe(true);
  });

  it("is held to what must hold of mutation whatever the object", () => {
    const held = controlOf(id)?.properties?.map(({ property }) => property) ?? [];
    for (const property of ["idempotent", "local", "fixes", "keeps-allowed"])
      expect(held).toContain(`mutation-${property}`);
  });
});

describe.each(podsecurityOnly)("%s", (id) => {
  it("has a policy for PodSecurity and no other", () => {
    expect(controlOf(id)?.policies.map(({ engine }) => engine)).toEqual(["podsecurity"]);
  });
});

describe.each(ids)("%s", (id) => {
  const cases = controlOf(id)?.cases ?? [];

  it("has three cases or more, of what it lets pass and of what it denies, warns of or changes", () => {
    expect(cases.length).toBeGreaterThanOrEqual(3);
    expect(cases.map(({ expect: { decision } }) => decision)).toContain("allow");
    expect(
      cases.some(
        ({ expect: { decision, warnings = [], object } }) =>
          decision === "deny" || warnings.length > 0 || object !== undefined,
      ),
    ).toBe(true);
  });

  it("has the words of some message in a case, where it has messages", () => {
    const words = cases.flatMap(({ expect: { messages = [], warnings = [] } }) => [...messages, ...warnings]);
    expect(words.length > 0 || isMutation(id)).toBe(true);
  });

  it("keeps nothing of the files that `assay new control` writes", () => {
    const texts = folders.flatMap((folder) => filesBelow(join(root, folder, id)));
    expect(texts.length).toBeGreaterThan(0);
    expect(
      texts.filter(({ text }) => unfinished.some((words) => text.includes(words))).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("a control that `assay new control` has written", () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-"));

  beforeAll(() => {
    const silent = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    newControl("pss.fresh", { cwd: folder });
    silent.mockRestore();
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(unfinished)("would be found by its words `%s`", (words) => {
    expect(filesBelow(folder).filter(({ text }) => text.includes(words))).not.toEqual([]);
  });
});

/** Controls that change objects, and deny nothing. */
function isMutation(id: string): boolean {
  return id.startsWith("mutate.");
}

function controlOf(id: string): Control | undefined {
  return project.controls.find((candidate) => candidate.id === id);
}

function policyOf(id: string, engine: EngineId): Policy | undefined {
  return controlOf(id)?.policies.find((candidate) => candidate.engine === engine);
}

function subfolders(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function filesBelow(folder: string): readonly { readonly path: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" }).filter((entry) =>
    entry.isFile(),
  );
  return entries.map(({ parentPath, name }) => ({ path: name, text: readFileSync(join(parentPath, name), "utf8") }));
}
