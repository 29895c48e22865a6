import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../model/index.ts";
import { systemWords } from "./_read.ts";
import type { Root } from "./_root.ts";

/** The files below a folder, sorted, and what could not be followed. */
export interface Walked {
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

interface Walking {
  readonly root: Root;
  readonly files: string[];
  readonly problems: Problem[];
}

/** A folder under way: its path in the project, where it really is, and the folders above it. */
interface Folder {
  readonly path: string;
  readonly real: string;
  readonly above: readonly string[];
}

const neverEntered: ReadonlySet<string> = new Set(["node_modules", ".git"]);
/** Where users of the kyverno CLI keep their Tests, beside each policy. */
const testFolder = ".kyverno-test";

/**
 * Every file below `folder` (relative to the root), through symbolic links that stay in the project.
 * A folder that is not there is empty; names that begin with a dot are left out, but for `.kyverno-test`.
 */
export function walk(root: Root, folder: string): Walked {
  const walking: Walking = { root, files: [], problems: [] };
  const start = { path: folder, real: root.absolute(folder), above: [] };
  const followed = root.isFolder(folder) ? follow(walking, start) : undefined;
  if (followed !== undefined) enter(walking, { ...start, ...followed });
  return { files: walking.files.sort(), problems: walking.problems };
}

/** What is no symbolic link lies where its folder does, and need not be followed. */
function enter(walking: Walking, { path, real, above }: Folder): void {
  for (const entry of entries(walking, path)) {
    if (isLeftOut(entry.name)) continue;
    const inside = path === "." ? entry.name : `${path}/${entry.name}`;
    const below = { path: inside, real: join(real, entry.name), above: [...above, real] };
    if (entry.isFile()) walking.files.push(inside);
    else if (entry.isDirectory()) enter(walking, below);
    else enterFollowed(walking, below);
  }
}

function enterFollowed(walking: Walking, below: Folder): void {
  const followed = follow(walking, below);
  if (followed === undefined) return;
  if (walking.root.isFolder(below.path)) enter(walking, { ...below, ...followed });
  else walking.files.push(below.path);
}

function isLeftOut(name: string): boolean {
  return (name.startsWith(".") && name !== testFolder) || neverEntered.has(name);
}

/** Where a file or folder really is; `undefined`, with a problem, where it leads out of the project, nowhere or in a circle. */
function follow(
  { root, problems }: Walking,
  { path, real, above }: Folder,
): { readonly path: string; readonly real: string } | undefined {
  const place = { path };
  try {
    const resolved = realpathSync(real);
    if (above.includes(resolved)) {
      const hint = "remove the link; what lies behind it was read once";
      problems.push({
        code: "bad-file",
        message: `the symbolic link \`${path}\` leads to a folder that contains it`,
        place,
        hint,
      });
    } else if (!root.holds(resolved)) {
      const hint = "copy what it leads to into the project";
      problems.push({
        code: "bad-file",
        message: `the symbolic link \`${path}\` leads out of the project`,
        place,
        hint,
      });
    } else if (statSync(resolved).isFile() || statSync(resolved).isDirectory()) {
      return { path, real: resolved };
    } else {
      problems.push({ code: "bad-file", message: `\`${path}\` is neither a file nor a folder`, place });
    }
  } catch (error) {
    problems.push({ code: "bad-file", message: `\`${path}\` cannot be followed: ${systemWords(error)}`, place });
  }
  return undefined;
}

function entries({ root, problems }: Walking, path: string): Dirent[] {
  try {
    return readdirSync(root.absolute(path), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.push({ code: "bad-file", message: `\`${path}\` cannot be read: ${systemWords(error)}`, place: { path } });
    return [];
  }
}
