import { casesOfBoth, inBase, type Selected, selectCases } from "../compare/index.ts";
import { loadProject, type Project } from "../load/index.ts";
import type { Control, Problem } from "../model/index.ts";
import type { GateCommandOptions } from "./_gate-options.ts";
import { revisionOpener } from "./_revisions.ts";

/** The project before and after the change. */
export interface Revisions {
  readonly base: Project;
  readonly head: Project;
  /** Whether the head is git's and not the user's own files. */
  readonly isHeadCopy: boolean;
  remove(): void;
}

/**
 * Opens both.
 * @returns nothing where it was interrupted
 * @throws an AssayError where a revision is not there
 */
export async function openRevisions(
  root: string,
  options: GateCommandOptions,
  signal: AbortSignal,
): Promise<Revisions | undefined> {
  const { open, remove } = revisionOpener(signal);
  const config = options.config === undefined ? {} : { config: options.config };
  try {
    const before = await open(root, options.base);
    const after = options.head === undefined ? undefined : await open(root, options.head);
    const base = loadProject(before.folder, { ...config, mayBeEmpty: true });
    const head = loadProject(after?.folder ?? root, { ...config, mayBeEmpty: base.ids.length > 0 });
    return { base, head, isHeadCopy: after?.isCopy === true, remove };
  } catch (error) {
    remove();
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** The controls of both with the cases of both, as far as the user selects them. */
export function selectedOf({ base, head }: Revisions, options: GateCommandOptions): Selected {
  const ids = [...new Set([...head.ids, ...base.ids])].sort();
  const all = ids.map((id): Control => {
    const [before, after] = [base, head].map(({ controls }) => controls.find((control) => control.id === id));
    return { id, policies: [], cases: casesOfBoth(usable(before), usable(after)) };
  });
  return selectCases(
    all,
    {
      ...(options.control === undefined ? {} : { controls: options.control }),
      ...(options.case === undefined || options.requests !== undefined ? {} : { name: options.case }),
    },
    ids,
  );
}

/** What is wrong with both is said once, of the head. That something is not there any more, or was not yet, is no news of the base. */
export function problemsOf({ base, head }: Revisions): readonly Problem[] {
  const known = new Set(head.problems.map(textOf));
  const old = base.problems.filter((problem) => problem.code !== "nothing-found" && !known.has(textOf(problem)));
  return [...head.problems, ...inBase(old)];
}

// --- internal ---

/** Cases that their author skips are left out, and those that ask nothing. */
function usable(control: Control | undefined): Control["cases"] {
  const cases = control?.cases ?? [];
  return cases.filter(({ skip, refused }) => skip === undefined && refused !== true);
}

function textOf({ code, message, place }: Problem): string {
  return [code, place?.path, message].join("\n");
}
