import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { heldEngines } from "../../harness/cli/_held-engines.ts";
import { touchedBy } from "../../harness/cli/watch-touched.ts";
import { loadProject } from "../../harness/load/index.ts";
import { copyOf } from "./_assay.ts";

const main = join(import.meta.dirname, "../../harness/cli/main.ts");
const waiting = "Watching for changes: q or Ctrl-C ends.\n";

test("--watch judges the control whose case changed again, until q ends it with the code of the last report", async () => {
  const folder = copyOf("project-two");
  const watch = started(folder.root);
  expect(await watch.next()).toMatch(/^4 passed in .*\n\nWatching|^4 passed in/);
  folder.edit("cases/names/allow/short.yaml", (text) => text.replace("short", "far-too-long-a-name"));
  const failed = await watch.next();
  expect(failed).toMatch(/^Changed: cases\/names\/allow\/short\.yaml\n/);
  expect(failed).toContain("names\n  ✗ short [cel]\n");
  expect(failed).toContain("1 passed, 1 failed in");
  expect(await watch.end("q")).toBe(1);
});

test("--watch judges with a changed policy, tells what is broken, and goes on when it is mended; Ctrl-C ends it", async () => {
  const folder = copyOf("project-two");
  const watch = started(folder.root);
  await watch.next();
  folder.edit("cel/names/policy.yaml", (text) => text.replace("size() <= 10", "size() <= "));
  expect(await watch.next()).toContain("cel/names/policy.yaml");
  folder.edit("cel/names/policy.yaml", (text) => text.replace("size() <= ", "size() <= 3"));
  const failed = await watch.next();
  expect(failed).toContain("✗ short [cel]");
  expect(failed).not.toContain("ports");
  folder.edit("cel/names/policy.yaml", (text) => text.replace("size() <= 3", "size() <= 10"));
  expect(await watch.next()).toContain("2 passed in");
  expect(await watch.end("SIGINT")).toBe(0);
});

test("--watch judges all again where assay.yaml comes, a new case with its control, and nothing for a file that is no input", async () => {
  const folder = copyOf("project-two");
  const watch = started(folder.root);
  await watch.next();
  folder.write("notes.txt", "nothing");
  folder.write("assay.yaml", "engines: [cel]\n");
  const all = await watch.next();
  expect(all).toContain("Changed: assay.yaml");
  expect(all).toContain("4 passed in");
  folder.write(
    "cases/ports/allow/none.yaml",
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n",
  );
  expect(await watch.next()).toContain("3 passed in");
  folder.remove("cases/ports/allow/none.yaml");
  expect(await watch.next()).toContain("2 passed in");
  expect(await watch.end("q")).toBe(0);
});

test("a file that the report goes to starts no run", async () => {
  const folder = copyOf("project-two");
  const watch = started(folder.root, ["--format", "json", "--output", "report.json"]);
  expect(await watch.next()).toBe(waiting);
  folder.edit("cases/names/allow/short.yaml", (text) => text.replace("short", "brief"));
  expect(await watch.next()).toBe(`Changed: cases/names/allow/short.yaml\n${waiting}`);
  expect(await watch.end("q")).toBe(0);
});

test("a change touches its control by folder or by file, a library touches all, and what is no input nothing", () => {
  const project = loadProject(copyOf("project-two").root);
  expect(touchedBy(["cel/names/policy.yaml", "README.md"], project, project)).toEqual(new Set(["names"]));
  expect(touchedBy(["cases/ports/deny/new.yaml", "cel/names"], project, project)).toEqual(new Set(["ports", "names"]));
  expect(touchedBy(["rego/lib/texts.rego"], project, project)).toBe("all");
  expect(touchedBy(["README.md"], project, project)).toEqual(new Set());
  expect(touchedBy(["other/names/data.json"], project, project)).toBe("all");
});

test("engines stay open from run to run, and open again where the project sets them otherwise", () => {
  const project = loadProject(copyOf("project-two").root);
  const held = heldEngines({ color: false });
  onTestFinished(() => held.close());
  const engines = held.of(project);
  expect(held.of({ ...project, controls: [] })).toBe(engines);
  expect(held.of({ ...project, config: { ...project.config, kyverno: { binary: "other" } } })).not.toBe(engines);
});

/** `assay test --watch` in a folder. `next` gives what was printed until it waits for changes again, on both streams. */
function started(
  root: string,
  args: readonly string[] = [],
): { next(): Promise<string>; end(how: "q" | "SIGINT"): Promise<number | null> } {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const words = ["-c", 'exec "$0" "$@" 2>&1', process.execPath, main, "test", "--watch", ...args];
  const child = spawn("sh", words, { cwd: root, env, stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let output = "";
  let heard = (): void => {};
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    heard();
  });
  return {
    next: async () => {
      while (!output.endsWith(waiting)) await new Promise<void>((done) => (heard = done));
      const said = output;
      output = "";
      return said;
    },
    end: (how) => {
      if (how === "q") child.stdin.write("q");
      else child.kill(how);
      return ended;
    },
  };
}
