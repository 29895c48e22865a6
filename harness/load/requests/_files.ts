import { statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import picomatch from "picomatch";
import { globFlaw, globOptions, type Problem } from "../../model/index.ts";
import { openRoot } from "../_root.ts";
import { walk } from "../_walk.ts";

/** The files that are read, as messages name them, and what is not. */
export interface RequestFiles {
  readonly files: readonly { readonly path: string; readonly absolute: string }[];
  readonly aside: readonly { readonly path: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
}

/** The files that a path stands for: a file, every file of manifests or logs below a folder, or those that a glob matches. */
export function filesAt(root: string, path: string): RequestFiles {
  const absolute = resolve(root, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isFile() === true || isStream(stat)) return { files: [named(root, absolute)], aside: [], problems: [] };
  if (stat?.isDirectory() === true) return below(root, absolute, (file) => extensions.test(file));
  return matching(root, path);
}

// --- internal ---

const extensions = /\.(ya?ml|json|jsonl|ndjson|log)$/;

/** A pipe, as `<(helm template .)` is one. */
function isStream(stat: ReturnType<typeof statSync>): boolean {
  return stat?.isFIFO() === true || stat?.isCharacterDevice() === true;
}

function matching(root: string, path: string): RequestFiles {
  const flaw = globFlaw(path);
  const { base, isGlob } = picomatch.scan(path);
  const folder = resolve(root, base);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const whole = resolve(root, path).split(sep).join("/");
  const found =
    isGlob && flaw === undefined && isFolder
      ? below(root, folder, (file) => picomatch.isMatch(resolve(folder, file).split(sep).join("/"), whole, globOptions))
      : { files: [], aside: [], problems: [] };
  if (found.files.length > 0) return found;
  const why = flaw === undefined ? "there is no such file or folder" : `the glob cannot be used: ${flaw}`;
  const message = isGlob && flaw === undefined ? `\`${path}\` matches no file` : `\`${path}\` cannot be read: ${why}`;
  return { ...found, problems: [...found.problems, { code: "nothing-found", message, place: { path } }] };
}

/** Templates of charts are no manifests before they are rendered. */
function below(root: string, folder: string, takes: (file: string) => boolean): RequestFiles {
  const { files, problems } = walk(openRoot(folder), ".");
  const charts = files.filter((file) => /(^|\/)Chart\.yaml$/.test(file)).map((file) => `${dirname(file)}/templates/`);
  const templates = charts.map((chart) => chart.replace(/^\.\//, ""));
  const isTemplate = (file: string): boolean => templates.some((start) => file.startsWith(start));
  const taken = files.filter(takes);
  return {
    files: taken.filter((file) => !isTemplate(file)).map((file) => named(root, resolve(folder, file))),
    aside: taken.filter(isTemplate).map((file) => {
      const { path } = named(root, resolve(folder, file));
      return { path, reason: "a template of a chart: render it, as `helm template CHART | assay judge -`" };
    }),
    problems,
  };
}

function named(root: string, absolute: string): { readonly path: string; readonly absolute: string } {
  const inside = relative(root, absolute);
  const path = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? absolute : inside;
  return { path: path.split(sep).join("/"), absolute };
}
