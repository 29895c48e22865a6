import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const harness = join(root, "harness");

/** The arrows of docs/architecture.md: what the files of a folder may import from other folders of harness/. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  model: [],
  load: ["model"],
  engine: ["model"],
  generate: ["model"],
  report: ["model"],
  release: ["model"],
  compare: ["engine", "generate", "model"],
  cli: ["compare", "engine", "generate", "load", "model", "release", "report"],
  vitest: ["compare", "engine", "generate", "load", "model", "report"],
};

/** Node modules that only these folders use. */
const owners: Readonly<Record<string, readonly string[]>> = {
  fs: ["load", "engine", "cli"],
  "fs/promises": ["load", "engine", "cli"],
  child_process: ["engine"],
  worker_threads: ["engine"],
  process: ["cli", "vitest"],
  http: ["engine"],
  https: ["engine"],
  net: [],
};

const entryFolders = ["cli", "vitest"];

interface SourceFile {
  readonly path: string;
  /** The folder under harness/; empty for a file directly in it. */
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files = sourceFiles();
const inside = files.filter((file) => file.folder !== "");

describe("the harness", () => {
  it("has files and imports for the other tests to look at", () => {
    expect(inside.length).toBeGreaterThan(8);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(8);
  });

  it("has no folder that the arrows do not name", () => {
    expect(inside.filter((file) => arrows[file.folder] === undefined).map((file) => file.path)).toEqual([]);
  });

  it("imports between folders only along the arrows", () => {
    const wrong = inside.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => folderOf(join(harness, file.path, "..", specifier)))
        .filter((target) => target !== file.folder && !arrows[file.folder]?.includes(target))
        .map((target) => `${file.path} imports ${target === "" ? "the entry" : target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("imports another folder only through its index.ts", () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => join(harness, file.path, "..", specifier))
        .filter((target) => folderOf(target) !== file.folder && !target.endsWith(`${sep}index.ts`))
        .map((target) => `${file.path} imports ${relative(harness, target)}`),
    );
    expect(wrong).toEqual([]);
  });

  it("depends on nothing but types and functions of its own in model", () => {
    const wrong = inside.filter((file) => file.folder === "model").flatMap(outside);
    expect(wrong).toEqual([]);
  });

  it("uses files, processes and the network only where the architecture says", () => {
    const wrong = inside.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith("node:"))
        .map((specifier) => specifier.slice("node:".length))
        .filter((name) => owners[name]?.includes(file.folder) === false)
        .map((name) => `${file.path} imports node:${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it("touches the console, the environment and exit codes only in the entry folders", () => {
    const wrong = inside
      .filter((file) => !entryFolders.includes(file.folder))
      .filter((file) =>
        /\bconsole\.|(?<![.#])\bprocess\.(env|exit|exitCode|argv|stdout|stderr|stdin|cwd)\b/.test(code(file.text)),
      )
      .map((file) => file.path);
    expect(wrong).toEqual([]);
  });

  it("keeps every file within 300 lines", () => {
    const written = files.filter((file) => !file.path.endsWith(".gen.ts"));
    const long = written.filter((file) => file.text.split("\n").length > 301).map((file) => file.path);
    expect(long).toEqual([]);
  });

  it("loads the client of Kubernetes only where a cluster is asked", () => {
    const naming = files.filter((file) => file.text.includes('"@kubernetes/client-node"'));
    const first = naming.filter((file) => /^import (?!type ).*"@kubernetes\/client-node"/m.test(file.text));
    expect(naming.map((file) => file.path)).toEqual([join("engine", "_cluster-config.ts")]);
    expect(first.map((file) => file.path)).toEqual([]);
  });

  it("exports by name, never everything of a module", () => {
    expect(files.filter((file) => /^export \* from/m.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

function sourceFiles(): readonly SourceFile[] {
  return readdirSync(harness, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => {
      const text = readFileSync(join(harness, path), "utf8");
      return { path, folder: folderOf(join(harness, path)), text, imports: importsOf(code(text)) };
    });
}

function folderOf(path: string): string {
  const parts = relative(harness, path).split(sep);
  return parts.length > 1 ? (parts[0] ?? "") : "";
}

/** Every module that the text names: `import … from`, `export … from`, `import()`, `import type`. */
function importsOf(text: string): readonly string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

function outside(file: SourceFile): readonly string[] {
  return file.imports
    .filter((specifier) => !specifier.startsWith("./"))
    .map((specifier) => `${file.path} imports ${specifier}`);
}

/** The text without comments. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|[^:"'`])\/\/.*$/gm, "$1");
}
