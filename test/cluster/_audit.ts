import { closeSync, openSync, readSync } from "node:fs";

/** The audit log of a server, by the id that each request was sent with. */
export interface Audit {
  /** What admission wrote about the requests. Throws where the server wrote nothing about one of them. */
  annotations(ids: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>>;
}

interface Event {
  readonly auditID: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const limitMs = 20_000;
const pollMs = 20;

export function openAudit(path: string): Audit {
  const known = new Map<string, Readonly<Record<string, string>>>();
  const more = follow(path);
  const missing = (ids: readonly string[]): number => ids.filter((id) => !known.has(id)).length;
  return {
    annotations: async (ids) => {
      const deadline = performance.now() + limitMs;
      while (missing(ids) > 0 && performance.now() < deadline) {
        for (const line of more()) {
          const { auditID, annotations = {} } = JSON.parse(line) as Event;
          known.set(auditID, ofAdmission(annotations));
        }
        if (missing(ids) > 0) await new Promise((resolve) => setTimeout(resolve, pollMs));
      }
      if (missing(ids) > 0) throw new Error(`the audit log does not tell of ${missing(ids)} of ${ids.length} requests`);
      const found = new Map(ids.map((id) => [id, known.get(id) ?? {}]));
      for (const id of ids) known.delete(id);
      return found;
    },
  };
}

/** Reads on where it stopped: each call gives the lines that were completed since. */
function follow(path: string): () => readonly string[] {
  let offset = 0;
  let rest = Buffer.alloc(0);
  return () => {
    const chunks = [rest];
    const file = openSync(path, "r");
    const chunk = Buffer.alloc(1 << 20);
    for (
      let size = readSync(file, chunk, 0, chunk.length, offset);
      size > 0;
      size = readSync(file, chunk, 0, chunk.length, offset)
    ) {
      chunks.push(Buffer.from(chunk.subarray(0, size)));
      offset += size;
    }
    closeSync(file);
    const text = Buffer.concat(chunks);
    const end = text.lastIndexOf(0x0a) + 1;
    rest = text.subarray(end);
    return text.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  };
}

/** Without what authorization and the server's own handlers write. */
function ofAdmission(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const others = ["authorization.k8s.io/", "k8s.io/", "authentication.k8s.io/", "apiserver.latency.k8s.io/"];
  return Object.fromEntries(
    Object.entries(annotations).filter(([key]) => !others.some((prefix) => key.startsWith(prefix))),
  );
}
