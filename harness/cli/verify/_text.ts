import type { Problem } from "../../model/index.ts";
import type { Check, CheckName } from "../../release/index.ts";

/** A file, and what was checked of it. */
export interface VerifiedFile {
  readonly file: string;
  /** Its own SHA-256. */
  readonly digest: string;
  readonly verified: boolean;
  readonly controls: readonly {
    readonly control: "release.verify-blob" | "release.checksum";
    readonly checks: readonly Check[];
  }[];
}

/** All that `assay verify` has to say. */
export interface Verification {
  readonly files: readonly VerifiedFile[];
  readonly problems: readonly Problem[];
  /** Where the list of verified digests went, and how many they are. */
  readonly list?: { readonly path: string; readonly digests: number };
}

export function jsonText({ files, problems, list }: Verification): string {
  const shown = files.map(({ file, digest, verified, controls }) => ({ file, digest, verified, controls }));
  return `${JSON.stringify({ files: shown, problems, ...(list === undefined ? {} : { list }) }, undefined, 2)}\n`;
}

export function prettyText(verification: Verification): string {
  const { files, problems } = verification;
  const blocks = [
    ...files.map((file) => [`${file.verified ? "✓" : "✗"} ${file.file}  ${file.digest}`, ...checkLines(file)]),
    ...(problems.length > 0 ? [["Problems", ...problems.map(({ code, message }) => `  ✗ [${code}] ${message}`)]] : []),
    [summary(verification)],
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

// --- internal ---

const marks = { verified: "✓", failed: "✗", unchecked: "-" } as const;

const titles: Readonly<Record<CheckName, string>> = {
  signature: "signature",
  identity: "identity",
  issuer: "issuer",
  time: "time",
  chain: "chain",
  "certificate-log": "certificate log",
  "transparency-log": "transparency log",
  checksum: "checksum",
};

function checkLines({ controls }: VerifiedFile): readonly string[] {
  return controls.flatMap(({ control, checks }) => [
    `  ${control}`,
    ...checks.map(({ name, outcome, detail }) => {
      const words = outcome === "unchecked" ? `not checked: ${detail}` : detail;
      return `    ${marks[outcome]} ${titles[name]}: ${words}`;
    }),
  ]);
}

/** What was left out stands in the last line too, so that less does not look like all. */
function summary({ files, problems, list }: Verification): string {
  const count = (verified: boolean): number => files.filter((file) => file.verified === verified).length;
  const left = files
    .filter(({ verified }) => verified)
    .flatMap(({ controls }) => controls.flatMap(({ checks }) => checks))
    .filter(({ outcome }) => outcome === "unchecked")
    .map(({ name }) => titles[name]);
  return [
    `${count(true)} verified${left.length > 0 ? ` (not checked: ${[...new Set(left)].join(", ")})` : ""}`,
    ...(count(false) > 0 ? [`${count(false)} not verified`] : []),
    ...(problems.length > 0 ? [`${problems.length} ${problems.length === 1 ? "problem" : "problems"}`] : []),
    ...(list === undefined
      ? []
      : [list.digests === 0 ? `nothing written to ${list.path}` : `${list.digests} written to ${list.path}`]),
  ].join(", ");
}
