import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "../engines/index.ts";

export interface Ran {
  readonly code: number;
  /** What the command wrote to stdout and stderr, in order of arrival. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `true` keeps the output from the terminal. @defaultValue false */
  readonly quiet?: boolean;
}

/** Runs a command to its end, and shows its output while it runs. A command that cannot start has code 127. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        if (options.quiet !== true) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: `\`${command}\` cannot be started: ${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** Runs this Node on a script of the repository. */
export function runScript(script: string, args: readonly string[] = []): Promise<Ran> {
  return run(process.execPath, [join(root, script), ...args]);
}

/** Runs the bin of an npm package that package.json names. */
export function runTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return run(process.execPath, [join(root, "node_modules", toolPath(name)), ...args], options);
}

// --- internal ---

const tools: Readonly<Record<string, readonly [folder: string, bin: string]>> = {
  tsc: ["typescript", "tsc"],
  biome: ["@biomejs/biome", "biome"],
  knip: ["knip", "knip"],
  vitest: ["vitest", "vitest"],
  publint: ["publint", "publint"],
  attw: ["@arethetypeswrong/cli", "attw"],
};

function toolPath(name: string): string {
  const [folder, bin] = tools[name] ?? [name, name];
  const manifest = createRequire(import.meta.url)(join(root, "node_modules", folder, "package.json")) as {
    readonly bin: string | Readonly<Record<string, string>>;
  };
  const file = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin];
  return join(folder, file ?? dirname(bin));
}
