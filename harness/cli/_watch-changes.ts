import { relative, resolve, sep } from "node:path";
import { watch } from "chokidar";

/** What changed in a folder, in bursts. */
export interface Changes {
  /** The changed paths, relative with forward slashes, once nothing more comes; nothing when the watch ended. */
  next(): Promise<readonly string[] | undefined>;
  close(): Promise<void>;
}

/** Watches a folder until the signal, without hidden folders, installed packages and the files that are named. */
export async function changesIn(
  root: string,
  { but, signal }: { readonly but: readonly string[]; readonly signal: AbortSignal },
): Promise<Changes> {
  const unseen = new Set(but.map((file) => resolve(file)));
  const changed = new Set<string>();
  let heard = (): void => {};
  signal.addEventListener("abort", () => heard(), { once: true });
  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path) => unseen.has(path) || isAside(inside(root, path)),
  });
  watcher.on("all", (_event, path) => {
    changed.add(inside(root, path));
    heard();
  });
  await new Promise<void>((done) => watcher.once("ready", () => done()));
  const next = async (): Promise<readonly string[] | undefined> => {
    while (!signal.aborted) {
      const seen = changed.size;
      await new Promise<void>((done) => {
        const timer = seen === 0 ? undefined : setTimeout(done, quiet);
        heard = () => {
          clearTimeout(timer);
          done();
        };
      });
      if (seen > 0 && changed.size === seen) {
        const burst = [...changed].sort();
        changed.clear();
        return burst;
      }
    }
    return undefined;
  };
  return { next, close: () => watcher.close() };
}

// --- internal ---

/** How long nothing more must come, in milliseconds: editors write a file in several steps. */
const quiet = 100;

function inside(root: string, path: string): string {
  const found = relative(root, path);
  return sep === "/" ? found : found.replaceAll(sep, "/");
}

function isAside(path: string): boolean {
  return path.split("/").some((part) => part === "node_modules" || /^\.[^.]/.test(part) || part.endsWith(".tmp"));
}
