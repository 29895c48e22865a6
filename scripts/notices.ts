/** `npm run notices`: writes THIRD_PARTY_NOTICES. With `--check`, fails where the file is not what would be written. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./engines/index.ts";
import { goComponents, noticesText, npmComponents } from "./notices/index.ts";

const path = join(root, "THIRD_PARTY_NOTICES");
const [go, npm] = [goComponents(), npmComponents()];
const text = noticesText([...go, ...npm]);
const summary = `${go.length} Go modules, ${npm.length} npm packages, ${(text.length / 1e3).toFixed(0)} kB`;

if (!process.argv.includes("--check")) {
  writeFileSync(path, text);
  console.log(`THIRD_PARTY_NOTICES: written, ${summary}`);
} else if (existsSync(path) && readFileSync(path, "utf8") === text) {
  console.log(`THIRD_PARTY_NOTICES: current, ${summary}`);
} else {
  console.error("THIRD_PARTY_NOTICES is not current: the dependencies have changed. Run `npm run notices`.");
  process.exitCode = 1;
}
