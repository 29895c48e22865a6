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
    expect(ids.filter((id) => !/^(pss\.(baseline|restricted)|psa\.ns)\./.test(id))).toEqual(podsecurityOnly);
    expect(project.controls.map(({ id }) => id)).toEqual(ids);
  });
});

describe.each(ids.filter((id) => !podsecurityOnly.includes(id)))("%s", (id) => {
  it("has a policy in Rego with unit tests and one in CEL", () => {
    const tests = readFileSync(join(root, `rego/${id}/policy_test.rego`), "utf8");
    expect(policyOf(id, "rego")?.sources.map(({ path }) => path)).toEqual([`rego/${id}/policy.rego`]);
    expect(tests).toMatch(/^test_deny_/m);
    expect(tests).toMatch(/^test_allow_|== set\(\) with input/m);
    expect(policyOf(id, "cel")?.sources.map(({ path }) => path)).toEqual([`cel/${id}/policy.yaml`]);
  });

  it("has the same id in its METADATA, its package and its ValidatingAdmissionPolicy", async () => {
    const { sources = [], library = [] } = policyOf(id, "rego") ?? {};
    const { value } = await engines.inspect([...sources, ...library]);
    const [only, ...others] = value?.packages.filter(({ path }) => path.startsWith(`rego/${id}/`)) ?? [];
    expect(others).toEqual([]);
    expect(only?.package).toBe(id.replaceAll("-", "_"));
    expect(only?.annotations?.["custom"]).toMatchObject({ control: id });
    const read = await engines.read(policyOf(id, "cel")?.sources[0]?.text ?? "");
    const names = read.value?.documents.map(
      ({ object = {} }) => (object["metadata"] as JsonObject | undefined)?.["name"],
    );
    expect(names?.slice(0, 2)).toEqual([id, id]);
    expect(names?.slice(2).filter((name) => name !== `${id}.warn`)).toEqual([]);
  });
});

describe.each(podsecurityOnly)("%s", (id) => {
  it("has a policy for PodSecurity and no other", () => {
    expect(controlOf(id)?.policies.map(({ engine }) => engine)).toEqual(["podsecurity"]);
  });
});

describe.each(ids)("%s", (id) => {
  const cases = controlOf(id)?.cases ?? [];

  it("has three cases or more, of allow and of deny", () => {
    const decisions = cases.map(({ expect: { decision } }) => decision);
    expect(decisions.length).toBeGreaterThanOrEqual(3);
    expect(decisions).toContain("allow");
    expect(decisions).toContain("deny");
  });

  it("has a message in some case that is denied", () => {
    expect(
      cases.flatMap(({ expect: { decision, messages = [] } }) => (decision === "deny" ? messages : [])),
    ).not.toEqual([]);
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
