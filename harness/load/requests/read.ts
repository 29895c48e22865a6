import type { Aside, Problem, World } from "../../model/index.ts";
import { type Collector, openCollector } from "./_collector.ts";
import { filesAt } from "./_files.ts";
import type { ReadRequest } from "./_reading.ts";
import { documentsIn } from "./_stream.ts";
import { type Bytes, bytesOf } from "./_text.ts";

/** Everything that was read. */
export interface ReadRequests {
  /** In the order in which they stand. */
  readonly requests: readonly ReadRequest[];
  /** The cluster in which they are made, as far as manifests among them say. */
  readonly world: World;
  /** What is no request, by reason: nothing is lost silently. */
  readonly aside: readonly Aside[];
  readonly problems: readonly Problem[];
}

export interface RequestsOptions {
  /** What `-` is. */
  readonly stdin?: Bytes;
  /** How much of the texts of objects is kept, in characters. @defaultValue 512 Mi */
  readonly mostKept?: number;
}

/**
 * Reads requests from files, folders, globs and `-`: manifests and lists of them, AdmissionReviews, audit logs; told by their content, document by
 * document. Never rejects because of what a user wrote.
 */
export async function readRequests(
  root: string,
  paths: readonly string[],
  { stdin, mostKept = 512 * 1024 * 1024 }: RequestsOptions = {},
): Promise<ReadRequests> {
  const collector = openCollector(mostKept);
  const files = new Map<string, string>();
  for (const path of new Set(paths)) {
    if (path === "-") await readAll(collector, stdin ?? nothing(), "<stdin>");
    else {
      const fresh = filesOf(collector, root, path).filter(({ absolute }) => !files.has(absolute));
      for (const file of fresh) {
        files.set(file.absolute, file.path);
        await readAll(collector, bytesOf(file.absolute), file.path);
      }
    }
  }
  const collected = collector.collected();
  const isNothing = collected.requests.length + collected.problems.length === 0;
  return isNothing ? { ...collected, problems: [noRequest(paths, collected.aside)] } : collected;
}

// --- internal ---

function filesOf(collector: Collector, root: string, path: string): ReturnType<typeof filesAt>["files"] {
  const { files, aside, problems } = filesAt(root, path);
  for (const one of aside) collector.aside(one.reason, { path: one.path });
  for (const problem of problems) collector.problem(problem);
  return files;
}

async function readAll(collector: Collector, bytes: Bytes, path: string): Promise<void> {
  for await (const document of documentsIn(bytes, path)) collector.document(document);
}

function noRequest(paths: readonly string[], asides: readonly Aside[]): Problem {
  const where = paths.map((path) => (path === "-" ? "standard input" : `\`${path}\``)).join(", ");
  const [first] = asides;
  const why = first === undefined ? "" : `; the first document that was left aside is ${first.reason}`;
  const place = first === undefined ? {} : { place: first.place };
  const hint = "name manifests, AdmissionReviews or audit logs";
  return { code: "nothing-found", message: `there is no request in ${where}${why}`, ...place, hint };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
