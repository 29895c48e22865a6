#!/usr/bin/env node
import { enableCompileCache } from "node:module";

enableCompileCache();
const { run } = await import("./run.ts");
const code = await run(process.argv.slice(2));
// All is told. While Node takes itself down piece by piece, a Ctrl-C would still make a failure of the run: end at once, when all is written.
process.stderr.write("", () => process.stdout.write("", () => process.exit(code)));
