import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { judgeMutants, type MutablePolicy } from "../../harness/compare/index.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import { type MutantOutcome, scoreOf } from "../../harness/model/index.ts";
import { assay } from "../cli/_assay.ts";
import { folderWith } from "../cli/_folder.ts";

const engines = openEngines();
const { controls, config } = loadProject(process.cwd());
afterAll(() => engines.close());

/** `assay mutate` takes minutes for all of them. */
const sample = controls.filter((_, index) => index % 24 === 5);

describe.each(["rego", "cel"] as const)("slips in policies in %s", (engine) => {
  const policies = sample.flatMap((control) =>
    control.policies
      .filter((policy): policy is MutablePolicy => policy.engine === engine)
      .map((policy) => ({ control, policy })),
  );

  it("are noticed by a case, as far as generated requests tell them apart", async () => {
    const found: MutantOutcome[] = [];
    for (const { control, policy } of policies) {
      const run = await judgeMutants(control, policy, engines, { engineIds: config.engines, runs: 100, seed: 1 });
      expect([run.problems, run.findings]).toEqual([[], []]);
      found.push(...run.mutants);
    }
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(({ status }) => status === "survived").map(shown)).toEqual([]);
    expect(scoreOf(found).score).toBe(100);
  }, 120_000);
});

describe("cases that assay mutate writes", () => {
  it("kill what lives of a control that has a single case", async () => {
    const id = "pss.baseline.host-ports";
    const paths = [...filesIn("rego/lib"), ...filesIn(`rego/${id}`), ...filesIn(`cel/${id}`)];
    const only = `cases/${id}/deny/host-port.yaml`;
    const texts = [...paths, only].map((path) => [path, readFileSync(path, "utf8")]);
    const project = folderWith(Object.fromEntries(texts));
    const first = await assay(["mutate", "--control", id, "--write-cases"], { cwd: project.root });
    expect(first.stdout).toMatch(/✗ \d+ of \d+ mutants survived \[cel\]/);
    const second = await assay(["mutate", "--control", id], { cwd: project.root });
    expect([second.code, second.stdout]).toEqual([0, expect.stringContaining("mutants, none survived")]);
    expect((await assay(["test"], { cwd: project.root })).code).toBe(0);
  }, 120_000);
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { encoding: "utf8" }).map((name) => `${folder}/${name}`);
}

function shown({ control, place, operator, original, replacement }: MutantOutcome): string {
  return `${control} ${place.path}:${place.line} ${operator}: ${original} -> ${replacement}`;
}
