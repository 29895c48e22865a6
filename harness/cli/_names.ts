/** The folder of a path; `.` for the root. */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/") || ".";
}

/** A file's name without its folder and its extension. */
export function baseOf(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[a-z]+$/i, "");
}

/** How many folders two paths share from the root on. */
export function nearness(one: string, other: string): number {
  const [left, right] = [folderOf(one).split("/"), folderOf(other).split("/")];
  const differs = left.findIndex((segment, index) => segment !== right[index]);
  return differs === -1 ? left.length : differs;
}

/** The text as an id: lowercase letters and digits with single `-` or `.` between them; empty where nothing is left. */
export function idOf(text: string): string {
  const words = text.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-");
  return words
    .replaceAll(/([-.])[-.]+/g, "$1")
    .replaceAll(/^[-.]+|[-.]+$/g, "")
    .slice(0, 100);
}

/** Gives each thing the first of its candidates that is not taken, or the last with a number behind it. */
export function freeNames(taken: Iterable<string>): (candidates: readonly string[]) => string {
  const used = new Set(taken);
  return (candidates) => {
    const ids = candidates.map(idOf).filter((id) => id !== "");
    const last = ids.at(-1) ?? "control";
    let free = ids.find((id) => !used.has(id)) ?? last;
    for (let number = 2; used.has(free); number++) free = `${last}-${number}`;
    used.add(free);
    return free;
  };
}
