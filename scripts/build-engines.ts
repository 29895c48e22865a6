/** `npm run engines`: builds the Go engines, or takes them from the user's cache, into .assay/engines/<platform>-<arch>/. */
import { parseArgs } from "node:util";
import { buildEngine, choosePlatforms, engineNames, requireGo } from "./engines/index.ts";

const help = `npm run engines -- [--platform <name>|all]... [--verify]

  --platform  what to build for; repeatable; this machine when absent
  --verify    build twice without the cache, and compare the bytes
`;

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      platform: { type: "string", multiple: true, default: [] },
      verify: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(help.trimEnd());
    return;
  }
  const goVersion = requireGo();
  const engines = engineNames();
  if (engines.length === 0) throw new Error("No engine was built: no folder under engines/ is a Go program.");
  for (const platform of choosePlatforms(values.platform)) {
    for (const engine of engines) {
      const built = buildEngine({ engine, platform, goVersion, verify: values.verify });
      const size = `${(built.bytes / 1e6).toFixed(1)} MB`;
      console.log(`${engine} ${platform.name}: ${built.how}, ${size}, sha256 ${built.sha256}`);
    }
  }
}
