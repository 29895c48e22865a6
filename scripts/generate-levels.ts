/** Writes the kustomizations of the pack: of each control in CEL, of all of them, and of the levels. Part of `npm run generate`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./engines/index.ts";
import { levelFiles } from "./levels/index.ts";

const files = levelFiles(root);
for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
console.log(`${files.size} kustomizations`);
