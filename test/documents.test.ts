import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { referenceText } from "../scripts/reference/index.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json")) as Readonly<Record<string, Readonly<Record<string, string>>>>;
const readme = read("README.md");

describe("docs/dependencies.md", () => {
  const [, installed = "", development = "", linked = ""] = read("docs/dependencies.md").split(/^## .*$/m);
  const listed = (text: string): readonly string[] =>
    [...text.matchAll(/^\| `([^`]+)` \| \S/gm)].map((match) => match[1] ?? "");

  it("explains every dependency of package.json, and no other", () => {
    expect(listed(installed)).toEqual(Object.keys(manifest["dependencies"] ?? {}).sort());
    expect(listed(development)).toEqual(Object.keys(manifest["devDependencies"] ?? {}).sort());
  });

  it("explains every module that an engine requires, and no other", () => {
    expect(listed(linked)).toEqual([...new Set(goRequirements())].sort());
  });
});

describe("docs/reference.md", () => {
  it("is what `npm run generate` writes", () => {
    expect(read("docs/reference.md")).toBe(referenceText());
  });

  it("says of every key of the schemas what it is", () => {
    const rows = read("docs/reference.md").match(/^\| `.+$/gm) ?? [];
    expect(rows.filter((row) => row.endsWith("|  |"))).toEqual([]);
    expect(rows.length).toBeGreaterThan(100);
  });

  it("has the help of every command as the program prints it", () => {
    const shown = [...read("docs/reference.md").matchAll(/^### `assay (.*)--help`\n\n```text\n([\s\S]*?)^```$/gm)];
    expect(shown.map(([, words]) => words)).toContain("new control ");
    for (const [, words = "", help] of shown) {
      const command = [join(root, "harness", "cli", "main.ts"), ...words.trim().split(" ").filter(Boolean), "--help"];
      const { stdout } = spawnSync(process.execPath, command, {
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1" },
      });
      expect(stdout, words).toBe(help);
    }
  });
});

describe("package.json", () => {
  it("pins every dependency to one version", () => {
    const ranges = Object.values({ ...manifest["dependencies"], ...manifest["devDependencies"] });
    expect(ranges.filter((range) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(range))).toEqual([]);
    expect(ranges.length).toBeGreaterThan(0);
  });
});

describe("README.md", () => {
  it("lists every npm script, and no other", () => {
    const rows = [...readme.matchAll(/^\| `npm (?:run )?([a-z:]+)/gm)].map((match) => match[1] ?? "");
    const internal = new Set(["prepare"]);
    expect(rows.sort()).toEqual(
      Object.keys(manifest["scripts"] ?? {})
        .filter((name) => !internal.has(name))
        .sort(),
    );
  });

  it("shows what its examples print", () => {
    const project = mkdtempSync(join(tmpdir(), "assay-readme-"));
    const files = [...readme.matchAll(/^```\w+\n# ([\w./-]+\/[\w./-]+)(?::.*)?\n([\s\S]*?)^```$/gm)];
    for (const [, path = "", text = ""] of files) {
      mkdirSync(join(project, path, ".."), { recursive: true });
      writeFileSync(join(project, path), text);
    }
    const consoles = [...readme.matchAll(/^```console\n\$ npx assay (.+)\n([\s\S]*?)^```$/gm)];
    const printed = consoles.map(([, args = ""]) => {
      const command = [join(root, "harness", "cli", "main.ts"), ...args.split(" ")];
      const env = { ...process.env, NO_COLOR: "1" };
      const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: "utf8", env });
      return withoutCounts(stdout + stderr);
    });
    rmSync(project, { recursive: true });
    expect([files.length, consoles.length]).toEqual([4, 3]);
    expect(printed).toEqual(consoles.map(([, , shown = ""]) => withoutCounts(shown)));
  });

  it("links only to files that are there", () => {
    const pages = [
      "README.md",
      "CONTRIBUTING.md",
      ...readdirSync(join(root, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
    ];
    const links = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => join(page, "..", match[1] ?? "")),
    );
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(() => read(link), link).not.toThrow();
  });
});

function withoutTimes(text: string): string {
  return text.replaceAll(/\d+\.\d+ s\b/g, "N s");
}

/** What is generated changes with what is known of objects; what is found in it does not. */
function withoutCounts(text: string): string {
  return withoutTimes(text).replaceAll(
    /\d[\d,]*(?= (?:agree|differ|more|of seed|requests))|(?<=denied |~ |--path )\d[\d,]*/g,
    "N",
  );
}

/** The modules that the engines require themselves; those of this repository left out. */
function goRequirements(): readonly string[] {
  const folders = readdirSync(join(root, "engines"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => {
    const blocks = [...read(`engines/${name}/go.mod`).matchAll(/^require (?:\(([\s\S]*?)^\)|(.+))$/gm)];
    const lines = blocks.flatMap((match) => (match[1] ?? match[2] ?? "").split("\n"));
    const direct = lines.filter((line) => line.trim() !== "" && !line.includes("// indirect"));
    return direct.map((line) => line.trim().split(" ")[0] ?? "").filter((module) => !module.startsWith("assay.dev/"));
  });
}
