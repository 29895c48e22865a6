import { createHash } from "node:crypto";
import { AssayError } from "../model/index.ts";
import { type Check, failed, verified } from "./check.ts";

/** A line of a file of checksums. */
export interface Checksum {
  readonly algorithm: "sha256" | "sha512";
  /** In lower case. */
  readonly sum: string;
  /** As the line has it; a file of one sum may name nothing. */
  readonly name?: string;
  readonly line: number;
}

/** A file of checksums as it was read. */
export interface Checksums {
  readonly path: string;
  readonly sums: readonly Checksum[];
}

/**
 * Reads what `sha256sum` and `sha512sum` write, with `--tag` too, and files that hold nothing but the sum of one file.
 * @throws an AssayError for a line that is neither, and where there is none
 */
export function readChecksums(path: string, text: string): Checksums {
  const lines = text.split(/\r?\n/);
  const sums = lines.flatMap((written, index) => {
    if (written.trim() === "" || written.startsWith("#")) return [];
    const sum = checksumIn(written.trimEnd(), index + 1);
    if (sum !== undefined) return [sum];
    const words = "is no checksum of SHA-256 or SHA-512 and the name of its file";
    throw new AssayError("bad-file", `line ${index + 1} of \`${path}\` ${words}`, {
      place: { path, line: index + 1 },
    });
  });
  if (sums.length === 0) throw new AssayError("bad-file", `\`${path}\` has no checksums`, { place: { path } });
  return { path, sums };
}

/**
 * Compares a file with every checksum that is there for it; one that there is none for has failed.
 * @param alone it is the only file, so that a sum without a name can only be of it
 */
export function checkSums(
  file: string,
  artifact: Uint8Array,
  { checksums: { path, sums }, alone }: { readonly checksums: Checksums; readonly alone: boolean },
): Check {
  const own = sumsOf(file, sums, alone);
  if (own.length === 0) return failed("checksum", `\`${path}\` has none of \`${file}\``);
  for (const { algorithm, sum, line } of own) {
    const actual = createHash(algorithm).update(artifact).digest("hex");
    if (actual !== sum) return failed("checksum", `${algorithm} is ${actual}, line ${line} of \`${path}\` has ${sum}`);
  }
  const [{ algorithm, line } = { algorithm: "", line: 0 }] = own;
  return verified("checksum", `${algorithm} as in line ${line} of \`${path}\``);
}

// --- internal ---

const sizes: Readonly<Record<number, Checksum["algorithm"]>> = { 64: "sha256", 128: "sha512" };

function checksumIn(text: string, line: number): Checksum | undefined {
  const [, tag, tagged, sumOfTag = ""] = /^(SHA256|SHA512) \((.+)\) = ([0-9A-Fa-f]+)$/.exec(text) ?? [];
  const [, escaped, plainSum = "", name] = /^(\\?)([0-9A-Fa-f]+)(?:[ \t]+\*?(.+))?$/.exec(text) ?? [];
  const sum = (sumOfTag || plainSum).toLowerCase();
  const algorithm = sizes[sum.length];
  if (algorithm === undefined || (tag !== undefined && tag.toLowerCase() !== algorithm)) return undefined;
  const written = tagged ?? name;
  return {
    algorithm,
    sum,
    line,
    ...(written === undefined ? {} : { name: escaped === "\\" ? unescaped(written) : written }),
  };
}

/** In a line that begins with a backslash, names have backslashes and the ends of lines escaped. */
function unescaped(name: string): string {
  return name.replaceAll(/\\([\\nr])/g, (_, letter: string) => ({ n: "\n", r: "\r" })[letter] ?? "\\");
}

/** Sums are made in one folder and used in another, so that paths may only end alike; if none does, names count. */
function sumsOf(file: string, sums: readonly Checksum[], alone: boolean): readonly Checksum[] {
  if (alone && sums.length === 1 && sums[0]?.name === undefined) return sums;
  const wanted = folders(file);
  const named = sums.flatMap((sum) => (sum.name === undefined ? [] : [{ sum, path: folders(sum.name) }]));
  const alike = named.filter(({ path }) => endsAlike(path, wanted));
  return (alike.length > 0 ? alike : named.filter(({ path }) => path.at(-1) === wanted.at(-1))).map(({ sum }) => sum);
}

/** Whether one path ends with the other, folder by folder. */
function endsAlike(one: readonly string[], other: readonly string[]): boolean {
  const length = Math.min(one.length, other.length);
  return length > 0 && one.slice(-length).join("/") === other.slice(-length).join("/");
}

function folders(path: string): readonly string[] {
  return path.split(/[/\\]/).filter((part) => part !== "" && part !== ".");
}
