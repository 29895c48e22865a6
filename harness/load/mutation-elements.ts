import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The script of mutation-testing-elements, which shows mutants in a page. */
export function mutationElements(): string {
  return readFileSync(
    fileURLToPath(import.meta.resolve("mutation-testing-elements/mutation-test-elements.js")),
    "utf8",
  );
}
