import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { AssayError, globFlaw, globOptions, type Json, type JsonObject, type Report } from "../model/index.ts";
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
export function loadReports(folder: string, paths: readonly string[]): readonly LoadedReport[] {
  const files = new Set(paths.flatMap((path) => filesOf(folder, path)));
  return [...files].map((file) => {
    const [first, second] = reportsIn(file, readFileSync(resolve(folder, file), "utf8"));
    if (first === undefined || second !== undefined) throw noReport(file, "it holds more or less than one");
    return first;
  });
}

/**
 * The reports that a text holds, one after the other as `cat` joins them.
 * @throws an AssayError for what is no report
 */
export function reportsIn(name: string, text: string): readonly LoadedReport[] {
  const parts = text.split(/(?<=^\}\r?\n)(?=\{)/m).filter((part) => part.trim() !== "");
  return parts.map((part, index) => {
    const called = parts.length === 1 ? name : `${name}#${index + 1}`;
    let value: Json;
    try {
      value = JSON.parse(part) as Json;
    } catch (error) {
      throw noReport(called, `it is not JSON (${(error as Error).message.replaceAll("\n", "\\n")})`);
    }
    const flaw = flawOf(value);
    if (flaw !== undefined) throw noReport(called, flaw);
    const { version: _version, exitCode: _exitCode, ...report } = value as JsonObject;
    return { name: called, report: report as unknown as Report };
  });
}

// --- internal ---

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

function flawOf(value: Json): string | undefined {
  if (!isObject(value)) return "it is not an object";
  if (value["version"] !== 1) return `its \`version\` is ${JSON.stringify(value["version"]) ?? "missing"}, not 1`;
  const lists = ["outcomes", "findings", "problems", ...("comparisons" in value ? ["comparisons"] : [])];
  const broken = lists.find((key) => !Array.isArray(value[key]) || !(value[key] as readonly Json[]).every(isObject));
  if (broken !== undefined) return `\`${broken}\` is no list of objects`;
  if (typeof value["command"] !== "string" || typeof value["milliseconds"] !== "number")
    return "`command` or `milliseconds` is missing";
  const comparisons = (value["comparisons"] ?? []) as readonly JsonObject[];
  if (
    !comparisons.every(
      ({ decided, samples = [] }) => isObject(decided) && Array.isArray(samples) && samples.every(isSample),
    )
  )
    return "a comparison is broken";
  const { shard } = value;
  if (shard === undefined) return undefined;
  return isObject(shard) && typeof shard["of"] === "string" && isShare(shard) ? undefined : "`shard` is broken";
}

function isShare({ index, count }: JsonObject): boolean {
  return Number.isInteger(index) && Number.isInteger(count) && Number(index) >= 1 && Number(index) <= Number(count);
}

function isSample(value: Json): boolean {
  if (!isObject(value) || typeof value["position"] !== "number" || !isObject(value["difference"])) return false;
  return Array.isArray(value["difference"]["origins"]) && typeof value["difference"]["cause"] === "string";
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
