/** Writes docs/reference.md from the commands' help, the JSON schemas and the error codes. Part of `npm run generate`. */
import { writeFileSync } from "node:fs";
import { referenceText } from "./reference/index.ts";

writeFileSync(new URL("../docs/reference.md", import.meta.url), referenceText());
