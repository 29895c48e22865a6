import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { run } from "../../harness/cli/run.ts";
import { argumentsFor, type BadInput, groups, stable } from "./_corpus.ts";
import { type Files, writeFiles } from "./_input.ts";

const main = join(import.meta.dirname, "../../harness/cli/main.ts");
const sampled = 24;

describe.each(groups.filter(({ kind }) => kind === "commands").map((group) => [group.kind, group] as const))(
  "the error for bad %s is exact",
  (_, { base, inputs }) => {
    test.each(inputs.map((input) => [input.name, input] as const))("%s", async (_, { args = [], ...input }) => {
      const root = project({ ...base, ...input.files });
      const before = readdirSync(root, { recursive: true });
      const written: string[] = [];
      const keep = (text: unknown): boolean => written.push(String(text)) > 0;
      const spies = [process.stdout, process.stderr].map((stream) =>
        vi.spyOn(stream, "write").mockImplementation(keep),
      );
      const exit = await run(argumentsFor(args, root)).finally(() => {
        for (const spy of spies) spy.mockRestore();
      });
      expect({ exit, report: stable(written.join(""), root) }).toEqual({ exit: input.exit, report: input.report });
      expect(readdirSync(root, { recursive: true })).toEqual(before);
    });
  },
);

describe("the program itself says the same", () => {
  const all = groups.flatMap(({ base, inputs }) => inputs.map((input) => ({ base, input })));
  const sample = all.filter((_, index) => index % Math.ceil(all.length / sampled) === 0);

  test.concurrent.for(sample.map((one) => [one.input.name, one] as const))(
    "%s",
    async ([, { base, input }], { expect, onTestFinished }) => {
      const root = writeFiles({ ...base, ...input.files });
      onTestFinished(() => rmSync(root, { recursive: true }));
      const { exit, report } = await spawned(input, root);
      expect({ exit, report: stable(report, root) }).toEqual({ exit: input.exit, report: input.report });
    },
  );
});

async function spawned({ args, timeout }: BadInput, root: string): Promise<{ exit: unknown; report: string }> {
  const limit = timeout === undefined ? [] : ["--timeout", String(timeout)];
  const given = args === undefined ? ["test", ...limit] : argumentsFor(args, root);
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...given], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let report = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (report += text));
  const [exit] = await once(child, "close");
  return { exit, report };
}

function project(files: Files): string {
  const root = writeFiles(files);
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}
