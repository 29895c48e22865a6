import { openRevision, type Project, type Revision } from "../load/index.ts";

/** Opens revisions of a project. */
export interface RevisionOpener {
  /** @throws an AssayError where the revision is not there, and the signal's reason where it is aborted */
  open(root: string, name: string): Promise<Revision>;
  /** Removes what was written for all of them. */
  remove(): void;
}

/** Whatever ends the process, nothing that was written for a revision is left. */
export function revisionOpener(signal: AbortSignal): RevisionOpener {
  const copies: (() => void)[] = [];
  const remove = (): void => {
    for (const removeCopy of copies) removeCopy();
    process.off("exit", remove);
  };
  process.on("exit", remove); // a second Ctrl-C ends at once
  return {
    open: (root, name) => openRevision(root, name, { signal, onCopy: (copy) => void copies.push(copy) }),
    remove,
  };
}

/** The release that each of two revisions is judged under, where a case has none of its own. */
export function releasesOfBoth(
  { base, head }: { readonly base: Project; readonly head: Project },
  { kubernetes }: { readonly kubernetes?: string },
): readonly [string | undefined, string | undefined] {
  return [kubernetes ?? base.config.kubernetes, kubernetes ?? head.config.kubernetes];
}
