/** A place in a user's file. `line` and `column` are 1-based. */
export interface Place {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** A file as read: `path` is relative to the project's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** `path`, `path:line` or `path:line:column`, as compilers print it and editors open it. */
export function placeText(place: Place): string {
  const parts = [place.path];
  if (place.line !== undefined) parts.push(String(place.line));
  if (place.line !== undefined && place.column !== undefined) parts.push(String(place.column));
  return parts.join(":");
}
