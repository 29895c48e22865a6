import { code } from "./_markdown.ts";

/** Whether the repository has a file, or will have when all pages are written. */
export type IsThere = (path: string) => boolean;

/** A link from a page in docs/ to a control's page; its id alone where there is none. */
export function controlLink(id: string, isThere: IsThere): string {
  return isThere(`docs/controls/${id}.md`) ? `[${code(id)}](controls/${id}.md)` : code(id);
}

/** A link from a page in docs/ to what is said of a step of the harness. */
export function stepLink(step: string, isThere: IsThere): string {
  return isThere("docs/release.md") ? `[${code(step)}](release.md)` : code(step);
}
