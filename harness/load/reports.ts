import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import picomatch from "picomatch";
import {
  AssayError,
  globFlaw,
  globOptions,
  isJsonObject,
  type Json,
  type JsonObject,
  type Report,
} from "../model/index.ts";
import { systemWords } from "./_read.ts";

/** A report with the file that it was read from. */
export interface LoadedReport {
  readonly name: string;
  readonly report: Report;
}

/**
 * The JSON reports that files, folders (every `.json` below them) and globs name, each once.
 * @throws an AssayError for what is not there, or is no report
 */
export async function loadReports(folder: string, paths: readonly string[]): Promise<readonly LoadedReport[]> {
  const loaded: LoadedReport[] = [];
  for (const file of new Set(paths.flatMap((path) => filesOf(folder, path)))) {
    const [first, second] = await reportsIn(file, readFileSync(resolve(folder, file), "utf8"));
    if (first === undefined || second !== undefined) throw noReport(file, "it holds more or less than one");
    loaded.push(first);
  }
  return loaded;
}

/**
 * The reports that a text holds, one after the other as `cat` joins them.
 * @throws an AssayError for what is no report
 */
export async function reportsIn(name: string, text: string): Promise<readonly LoadedReport[]> {
  const parts = text.split(/(?<=^\}\r?\n)(?=\{)/m).filter((part) => part.trim() !== "");
  const called = (index: number): string => (parts.length === 1 ? name : `${name}#${index + 1}`);
  return Promise.all(parts.map((part, index) => reportIn(called(index), part)));
}

// --- internal ---

async function reportIn(name: string, text: string): Promise<LoadedReport> {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw noReport(name, `it is not JSON (${(error as Error).message.replaceAll("\n", "\\n")})`);
  }
  const flaw = await flawOf(value);
  if (flaw !== undefined) throw noReport(name, flaw);
  const { version: _version, exitCode: _exitCode, ...report } = value as JsonObject;
  return { name, report: report as unknown as Report };
}

function filesOf(folder: string, path: string): readonly string[] {
  const stat = statSync(resolve(folder, path), { throwIfNoEntry: false });
  if (stat?.isDirectory() === false) return [path];
  const pattern = stat === undefined ? path : `${path.replaceAll(sep, "/").replace(/\/$/, "")}/**/*.json`;
  const flaw = globFlaw(pattern);
  if (flaw !== undefined) throw new AssayError("bad-usage", `the glob \`${path}\` cannot be used: ${flaw}`);
  const found =
    stat === undefined ? matching(folder, pattern) : below(folder, path).filter((file) => file.endsWith(".json"));
  if (found.length === 0) throw new AssayError("nothing-found", `\`${path}\` names no report`);
  return found;
}

function matching(folder: string, pattern: string): readonly string[] {
  const { base } = picomatch.scan(pattern);
  const isThere = statSync(resolve(folder, base), { throwIfNoEntry: false })?.isDirectory() === true;
  return isThere ? below(folder, base).filter((file) => picomatch.isMatch(file, pattern, globOptions)) : [];
}

/** Sorted; symbolic links to folders are not followed. */
function below(folder: string, path: string): readonly string[] {
  try {
    const entries = readdirSync(resolve(folder, path), { recursive: true, withFileTypes: true });
    const prefix = resolve(folder, path);
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(path, join(entry.parentPath, entry.name).slice(prefix.length + 1))
          .split(sep)
          .join("/"),
      )
      .sort();
  } catch (error) {
    throw new AssayError("bad-file", `\`${path}\` cannot be read: ${systemWords(error)}`);
  }
}

function noReport(name: string, what: string): AssayError {
  return new AssayError("bad-file", `\`${name}\` is no report that \`--format json\` wrote: ${what}`);
}

async function flawOf(value: Json): Promise<string | undefined> {
  if (!isJsonObject(value)) return "it is not an object";
  if (value["version"] !== 1) return `its \`version\` is ${JSON.stringify(value["version"]) ?? "missing"}, not 1`;
  const { validateReport } = await import("./_report-validator.gen.ts");
  const validate = validateReport as Validate;
  if (validate(value)) return shardFlaw(value["shard"]);
  const [{ instancePath, message } = { instancePath: "", message: "is broken" }] = validate.errors ?? [];
  return `${instancePath === "" ? "it" : `\`${instancePath.slice(1).replaceAll("/", ".")}\``} ${message}`;
}

function shardFlaw(shard: Json | undefined): string | undefined {
  if (!isJsonObject(shard) || Number(shard["index"]) <= Number(shard["count"])) return undefined;
  return `it is shard ${String(shard["index"])} of ${String(shard["count"])}`;
}

type Validate = {
  (value: Json): boolean;
  errors?: readonly { readonly instancePath: string; readonly message: string }[] | null;
};
