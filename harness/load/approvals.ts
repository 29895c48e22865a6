import { dump } from "js-yaml";
import type { Approval, Problem } from "../model/index.ts";
import { onlyDocument } from "./_only-document.ts";
import { readText } from "./_read.ts";
import { openRoot } from "./_root.ts";
import { startOf } from "./_tree.ts";

/** The flips that are approved. */
export interface LoadedApprovals {
  readonly approvals: readonly Approval[];
  readonly problems: readonly Problem[];
}

/** Where approvals are written unless the user says otherwise. */
export const approvalsFile = "assay-approvals.yaml";

/** Reads the list of approved flips; no file is an empty list, unless the user named it. */
export function loadApprovals(folder: string, named: string | undefined): LoadedApprovals {
  const root = openRoot(folder);
  const path = named ?? approvalsFile;
  if (named === undefined && !root.isThere(path)) return { approvals: [], problems: [] };
  const file = readText(root, path);
  if ("code" in file) return { approvals: [], problems: [file] };
  const read = onlyDocument({ path, text: file.text }, "approvals");
  if ("empty" in read) return { approvals: [], problems: [] };
  if ("problems" in read) return { approvals: [], problems: read.problems };
  const { document, value } = read;
  const written = value as unknown as readonly Omit<Approval, "place">[];
  const approvals = written.map((entry, index) => {
    return { ...entry, place: document.placeOf(startOf(document.root, [String(index)])) };
  });
  return { approvals, problems: [] };
}

/** The list as the text of a file that a reviewer reads. */
export function approvalsText(approvals: readonly Omit<Approval, "place">[]): string {
  const entries = approvals.map(({ control, engines, flip, request, reason, cause, change }) => {
    return { control, engines, flip, ...(request === undefined ? {} : { request }), reason, cause, change };
  });
  const head =
    "# Written by `assay gate --approve`: flips that are wanted, each for the change that brings it alone.\n";
  return `${head}${dump(entries, { lineWidth: -1, noRefs: true, flowLevel: 2 })}`;
}
