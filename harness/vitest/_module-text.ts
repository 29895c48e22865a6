import { extname, join } from "node:path";
import type { TestFile } from "./_test-file.ts";

/** The test module that a file becomes: a call of the runtime with the file's cases and policies. */
export function moduleText(file: TestFile): string {
  const runtime = join(import.meta.dirname, `_runtime${extname(import.meta.filename)}`);
  return `import { defineTests } from ${JSON.stringify(runtime)};\ndefineTests(${JSON.stringify(file)});\n`;
}
