import { CommanderError } from "commander";
import { AssayError } from "../model/index.ts";
import { makeProgram } from "./program.ts";

/** Runs one command line and says with which code the process must end: 0 clean, 1 findings, 2 the tool or its input is broken. */
export async function run(args: readonly string[]): Promise<number> {
  if (!process.stdout.listeners("error").includes(ignoreClosedPipe)) process.stdout.on("error", ignoreClosedPipe);
  let code = 0;
  const program = makeProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${words(error)}\n`);
    return 2;
  }
}

/** A user's mistake is one sentence; a bug of Assay shows where it happened. */
function words(error: unknown): string {
  if (error instanceof AssayError) return `error: ${error.message}`;
  return `internal error, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** Who reads our output may stop early, as `head` does. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
