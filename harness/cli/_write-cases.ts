import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Project } from "../load/index.ts";
import { AssayError, type Difference } from "../model/index.ts";
import { foundCase } from "../report/index.ts";
import { replaceFile, writeWords } from "./_output.ts";

/** A difference, the control whose case it can become, and the release under which the right side differs. */
export interface FoundIn {
  readonly difference: Difference;
  /** None where policies were compared that are no control's. */
  readonly control?: string;
  readonly kubernetes?: string;
  /** What found it. @defaultValue assay compare */
  readonly command?: string;
}

/**
 * Writes each difference as a case of its control, and says on standard error what was written and what was not. No file is overwritten.
 * @throws an AssayError where the file system refuses
 */
export async function writeCases(found: readonly FoundIn[], project: Project): Promise<void> {
  for (const one of found) process.stderr.write(`${await writeCase(one, project)}\n`);
}

// --- internal ---

async function writeCase(
  { difference, control, kubernetes, command }: FoundIn,
  { root, config, ids }: Project,
): Promise<string> {
  const found = foundCase(difference, {
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(command === undefined ? {} : { command }),
  });
  const sides = `${difference.control}: ${difference.differences.join("; ")}`;
  if ("why" in found) return `not written: ${sides}: ${found.why}`;
  if (control === undefined || !ids.includes(control))
    return `not written: ${sides}: it belongs to no control; name one with --control`;
  if (config.controls.some(({ id, cases }) => id === control && cases !== undefined))
    return `not written: ${sides}: the cases of \`${control}\` lie where assay.yaml says`;
  const path = `${config.cases}/${control}/found/${found.name}.case.yaml`;
  const file = resolve(root, path);
  if (existsSync(file)) return `not written: \`${path}\` is there already`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await replaceFile(file, found.text);
  } catch (error) {
    throw new AssayError("bad-file", `the case cannot be written to \`${path}\`: ${writeWords(error)}`, {
      cause: error,
    });
  }
  return `wrote ${path}`;
}
