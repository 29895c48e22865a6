import { lstatSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve, sep } from "node:path";

/** The project's root folder: what turns the paths of messages into paths of files, and says what lies outside. */
export interface Root {
  /** Absolute, as the user named it. */
  readonly path: string;
  absolute(path: string): string;
  /** Relative to the root with forward slashes; `undefined` for what lies outside. */
  relative(absolute: string): string | undefined;
  /** Whether a path, its symbolic links resolved, lies in the root. */
  holds(realPath: string): boolean;
  isFolder(path: string): boolean;
  /** Whether there is a file, a folder or a symbolic link, wherever it leads. */
  isThere(path: string): boolean;
}

/** @throws an error of the file system where the folder is not there */
export function openRoot(path: string): Root {
  const root = resolve(path);
  const real = realpathSync(root);
  if (!isFolder(real)) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
  return {
    path: root,
    absolute: (inside) => resolve(root, inside),
    relative: (absolute) => {
      const inside = relative(root, absolute);
      return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? undefined : slashed(inside);
    },
    isThere: (inside) => isThere(resolve(root, inside)),
    isFolder: (inside) => isFolder(resolve(root, inside)),
    holds: (realPath) => realPath === real || realPath.startsWith(real.endsWith(sep) ? real : real + sep),
  };
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
