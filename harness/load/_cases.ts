import { type Case, type Problem, placeText } from "../model/index.ts";
import { writtenCases } from "./_case-file.ts";
import { type ControlFiles, partFiles } from "./_control-files.ts";
import { type CaseFile, type LoadedCases, manifestCases } from "./_manifest.ts";
import { readText } from "./_read.ts";
import type { Root } from "./_root.ts";

const caseFile = /\.case\.(ya?ml|json)$/;
const beside = /\.md$/;

/** The cases of one control. A broken file costs its own cases only. */
export function loadCases(root: Root, control: ControlFiles): LoadedCases {
  const problems: Problem[] = [];
  const cases: Case[] = [];
  for (const path of control.cases) {
    const loaded = readCases(root, control.id, path);
    problems.push(...loaded.problems);
    cases.push(...loaded.cases);
  }
  return withoutTwice(cases, problems);
}

function readCases(root: Root, control: string, path: string): LoadedCases {
  if (beside.test(path)) return { cases: [], problems: [] };
  if (!partFiles.cases.test(path)) return { cases: [], problems: [unknownFile(path)] };
  const file = readText(root, path);
  if ("code" in file) return { cases: [], problems: [file] };
  return casesIn({ control, path, text: file.text });
}

/** The cases that a text says, in a file that need not be there yet. */
export function casesIn(file: CaseFile): LoadedCases {
  return caseFile.test(file.path) ? writtenCases(file) : manifestCases(file);
}

function withoutTwice(cases: readonly Case[], problems: readonly Problem[]): LoadedCases {
  const first = new Map<string, Case>();
  const twice: Problem[] = [];
  for (const one of cases) {
    const known = first.get(one.name);
    if (known === undefined) first.set(one.name, one);
    else {
      const message = `the control \`${one.control}\` has two cases named \`${one.name}\`; the other is at ${placeText(known.place)}`;
      twice.push({ code: "bad-case", message, place: one.place, hint: "rename one of them" });
    }
  }
  return { cases: [...first.values()], problems: [...problems, ...twice] };
}

function unknownFile(path: string): Problem {
  const message = `\`${path}\` is no case: cases are .yaml, .yml or .json files`;
  return { code: "bad-file", message, place: { path }, hint: "rename it, or move it out of the folder of cases" };
}
