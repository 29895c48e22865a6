import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Judge } from "../../harness/model/index.ts";
import { controlsOf, levelFiles, levelNames, readLevels } from "../../scripts/levels/index.ts";
import { failingAt, newest, readRows, requestOf } from "./truth-table.ts";

const root = join(import.meta.dirname, "..", "..");
const levels = readLevels(root);
const engines = openEngines();
const { controls } = loadProject(root);
const policies = controls.flatMap((control) => control.policies).filter(({ engine }) => engine === "cel");
const inCel = policies.map(({ control }) => control);

afterAll(() => engines.close());

describe("levels/levels.yaml", () => {
  const apart = levels.apart.flatMap((entry) => entry.controls);

  it("has each control in CEL in one place: in a level, or apart with the reason", () => {
    const named = levelNames.flatMap((level) => levels[level].with);
    expect(named.filter((id, index) => named.indexOf(id) !== index)).toEqual([]);
    const places = (id: string): number =>
      Number(named.includes(id)) + apart.filter((glob) => picomatch.isMatch(id, glob)).length;
    expect(inCel.filter((id) => places(id) !== 1)).toEqual([]);
    expect(levels.apart.every(({ why }) => /\w+ \w+/.test(why))).toBe(true);
  });

  it("names no control that is not there, and takes none out that is not in", () => {
    const named = [...levelNames.flatMap((level) => levels[level].with), ...apart, ...levels.system];
    expect(named.filter((glob) => !inCel.some((id) => picomatch.isMatch(id, glob)))).toEqual([]);
    expect(levels.restricted.without?.filter((id) => !levels.baseline.with.includes(id))).toEqual([]);
  });

  it("has nothing in a level that is about the namespaces that levels leave out", () => {
    const all = levelNames.flatMap((level) => controlsOf(levels, level));
    expect(all.filter((id) => picomatch.isMatch(id, [...levels.system]))).toEqual([]);
  });
});

describe("the kustomizations", () => {
  it("are what `npm run generate` writes", () => {
    const files = levelFiles(root);
    const stale = [...files].filter(
      ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text,
    );
    expect(stale.map(([path]) => path)).toEqual([]);
    expect(files.size).toBe(inCel.length + 1 + levelNames.length);
  });
});

describe.each(["baseline", "restricted"] as const)("level %s", (level) => {
  let judge: Judge;

  beforeAll(async () => {
    const chosen = controlsOf(levels, level);
    const compiled = await engines.get("cel").compile(policies.filter(({ control }) => chosen.includes(control)));
    expect(compiled.problems).toEqual([]);
    judge = compiled.judge as Judge;
  });

  it.each(readRows().filter(({ refused }) => refused === undefined))(
    "denies what PodSecurity denies at that level, and nothing else: $pod",
    async (row) => {
      const { decision, violations } = await judge(requestOf(row), {});
      const failing = failingAt(row, level, { minor: newest, seen: "admitted" });
      expect(decision, JSON.stringify(violations)).toBe(failing.length > 0 ? "deny" : "allow");
    },
  );
});
