import type { Survey, SurveyedDocument } from "../../load/index.ts";
import type { Manager } from "./_npm.ts";
import type { Step } from "./_plan.ts";

/** What is in the folder; cases, which say what they are for, aside. */
export function foundLine({ documents: all, rego, regoTests, charts, kustomizations }: Survey, cases: string): string {
  const documents = all.filter(({ place }) => !place.path.startsWith(`${cases}/`));
  const kinds = documentWords.map(([is, one, many]) =>
    counted(documents.filter((document) => document.is === is).length, one, many),
  );
  const others = [
    counted(rego.length, "Rego file", "Rego files"),
    counted(regoTests.length, "file of Rego unit tests", "files of Rego unit tests"),
    counted(charts.length, "Helm chart (not rendered)", "Helm charts (not rendered)"),
    counted(kustomizations.length, "kustomization (not built)", "kustomizations (not built)"),
  ];
  const words = [...kinds, ...others].filter((each) => each !== "");
  return `found: ${words.length === 0 ? "nothing" : words.join(", ")}\n`;
}

/** What was done, or would be, file by file, and what to do next. */
export function planLines(
  { files, left, todo }: Step,
  {
    notes,
    manager,
    dryRun,
  }: { readonly notes: readonly string[]; readonly manager: Manager; readonly dryRun: boolean },
): string {
  const wrote = dryRun ? "would write" : "wrote";
  const added = dryRun ? "would add to" : "added to";
  const lines = [
    ...files.map(({ path, is, about }) => `${is === "new" ? wrote : added} ${path}: ${about}`),
    ...left.map(({ path, why }) => `left ${path}: ${why}`),
    ...notes.map((note) => `note: ${note}`),
    ...todo.map((what) => `to do: ${what}`),
    files.length === 0 ? "nothing to write: all files are there" : nextWords(manager, dryRun),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

// --- internal ---

const documentWords: readonly (readonly [SurveyedDocument["is"], string, string])[] = [
  ["gator", "gator suite", "gator suites"],
  ["kyverno-test", "kyverno test", "kyverno tests"],
  ["kaptest", "kaptest file", "kaptest files"],
  ["gatekeeper", "object for Gatekeeper", "objects for Gatekeeper"],
  ["admission-policy", "admission policy or binding", "admission policies and bindings"],
  ["kyverno-policy", "Kyverno policy", "Kyverno policies"],
  ["manifest", "manifest", "manifests"],
];

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}

function nextWords({ install, test, lock }: Manager, dryRun: boolean): string {
  if (dryRun) return "next: run it without --dry-run";
  return `next: \`${install}\`, then \`${test}\`; commit the files with ${lock}`;
}
