import { readFileSync } from "node:fs";
import { AssayError } from "../model/index.ts";
import { systemWords } from "./_read.ts";

/**
 * The bytes of a file that is no part of a project: a release file, its signature, a key.
 * @throws an AssayError where it cannot be read
 */
export function readArtifact(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new AssayError("bad-file", `\`${path}\` cannot be read: ${systemWords(error)}`, {
      cause: error,
      place: { path },
    });
  }
}
