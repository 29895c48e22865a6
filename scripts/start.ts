/** `npm start`: the policy pack against upstream's own PodSecurity fixtures. Exit code 0: all agree; 1: some do not; 2: it could not be run. */
import { openEngines } from "../harness/engine/index.ts";
import { buildEngine, choosePlatforms, engineNames, requireGo, root } from "./engines/index.ts";
import { compareFixtures, findFixtures, readFixtures, readPack, renderComparison } from "./fixtures/index.ts";

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const goVersion = requireGo();
  if (process.stderr.isTTY) process.stderr.write("engines: built, or taken from the cache\r");
  for (const platform of choosePlatforms([])) {
    for (const engine of engineNames()) buildEngine({ engine, platform, goVersion, verify: false });
  }
  const engines = openEngines();
  try {
    const { folder, version } = findFixtures();
    const pack = await readPack(root, engines);
    const fixtures = await readFixtures(folder, engines);
    const comparison = await compareFixtures(fixtures, { engines, pack, onProgress });
    const title = `The fixtures of k8s.io/pod-security-admission ${version} by PodSecurity; those of its newest version by each control too`;
    console.log(renderComparison(comparison, title));
    return comparison.disagreements.length === 0 ? 0 : 1;
  } finally {
    engines.close();
  }
}

function onProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < total ? `\r${done} of ${total}` : "\r\x1b[K");
}
