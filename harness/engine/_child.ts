import type { ChildProcessWithoutNullStreams } from "node:child_process";

const lastWords = 4096;
const running = new Set<ChildProcessWithoutNullStreams>();

/** Keeps the last words that a process writes to stderr, as the end of a sentence about it. */
export function stderrTail(child: ChildProcessWithoutNullStreams): () => string {
  let text = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (chunk: string) => {
    text = (text + chunk).slice(-lastWords);
  });
  return () => (text.trim() === "" ? "" : `; its last words: ${text.trim()}`);
}

/** How a process ended, in words. */
export function endingOf(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `with exit code ${code}` : `by signal ${signal}`;
}

/** Kills a process with the harness, at the latest. */
export function endWithHarness(child: ChildProcessWithoutNullStreams): void {
  if (running.size === 0 && !process.listeners("exit").includes(endAll)) process.on("exit", endAll);
  running.add(child);
  child.on("close", () => running.delete(child));
}

/** Whether a process keeps the harness alive. */
export function hold(child: ChildProcessWithoutNullStreams, held: boolean): void {
  const handles = [child, child.stdin, child.stdout, child.stderr] as readonly { ref(): void; unref(): void }[];
  for (const handle of handles) {
    if (held) handle.ref();
    else handle.unref();
  }
}

// --- internal ---

function endAll(): void {
  for (const child of running) child.kill("SIGKILL");
}
