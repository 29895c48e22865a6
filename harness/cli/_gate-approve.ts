import { resolve } from "node:path";
import { approvalFor, type Gated, type GatePair } from "../compare/index.ts";
import { approvalsFile, approvalsText } from "../load/index.ts";
import { type Approval, AssayError } from "../model/index.ts";
import type { GateCommandOptions } from "./_gate-options.ts";
import { replaceFile, writeWords } from "./_output.ts";

/** What changed, and what came of comparing. */
export interface GatedPair {
  readonly pair: GatePair;
  readonly gated: Gated;
}

/**
 * Writes the flips that were found as approved, where a reason is given, and drops the approvals that have expired.
 * @returns what is still found
 * @throws an AssayError where the file system refuses
 */
export async function approve(
  all: readonly GatedPair[],
  about: {
    readonly approvals: readonly Approval[];
    readonly expired: readonly Approval[];
    readonly options: Pick<GateCommandOptions, "approvals" | "reason">;
    readonly root: string;
  },
): Promise<{ readonly gated: readonly GatedPair[]; readonly expired: readonly Approval[] }> {
  const { approvals, expired, options, root } = about;
  const { reason } = options;
  const kept = approvals.filter((one) => !expired.includes(one));
  const added =
    reason === undefined
      ? []
      : all.flatMap(({ pair, gated }) => gated.flips.map((flip) => approvalFor(flip, pair, reason)));
  const path = options.approvals ?? approvalsFile;
  if (added.length + expired.length === 0) process.stderr.write(`${path} stays as it is\n`);
  else {
    await write(resolve(root, path), approvalsText([...kept, ...added]), path);
    process.stderr.write(`wrote ${path}: ${added.length} approved, ${expired.length} removed\n`);
  }
  return { gated: reason === undefined ? all : all.map((one) => approved(one, reason)), expired: [] };
}

// --- internal ---

function approved({ pair, gated }: GatedPair, reason: string): GatedPair {
  const { comparison, findings, flips } = gated;
  const known = [...(comparison?.known ?? []), ...flips.map((flip) => ({ ...flip, known: reason }))];
  return {
    pair,
    gated: {
      ...gated,
      ...(comparison === undefined ? {} : { comparison: { ...comparison, causes: 0, known } }),
      findings: findings.filter(({ kind }) => kind !== "difference"),
      flips: [],
    },
  };
}

async function write(file: string, text: string, path: string): Promise<void> {
  try {
    await replaceFile(file, text);
  } catch (error) {
    throw new AssayError("bad-file", `the approvals cannot be written to \`${path}\`: ${writeWords(error)}`, {
      cause: error,
    });
  }
}
