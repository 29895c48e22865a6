/** `npm run test:cluster`: a real kube-apiserver and the engines are asked the same things. Exit code 0: they say the same; 1: they do not; 2: it could not be run. */
import { join } from "node:path";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import { placeText } from "../../harness/model/index.ts";
import { root } from "../../scripts/engines/index.ts";
import { findFixtures, readFixtures } from "../../scripts/fixtures/index.ts";
import { compareAllSuites, servers } from "./_all.ts";
import { openEngineSide } from "./_ask-engine.ts";
import { judge, readKnown } from "./_known.ts";
import { buildPrograms } from "./_programs.ts";
import { renderResults } from "./_render.ts";
import type { Results } from "./_results.ts";
import { startControlPlane } from "./_server.ts";
import { seedsOf } from "./_workloads.ts";

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<number> {
  const programs = buildPrograms();
  const plane = await startControlPlane(programs, servers);
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(signal, () => reject(new Error(`ended by ${signal}`)));
  });
  const engines = openEngines();
  const side = openEngineSide(engines);
  try {
    const { controls, problems } = loadProject(root);
    if (problems.length > 0)
      throw new Error(problems.map(({ message, place }) => `${place ? placeText(place) : ""} ${message}`).join("\n"));
    const fixtures = await readFixtures(findFixtures().folder, engines);
    const results: Results = { compared: [], aside: [] };
    const bench = { engines, side, results, kubectl: programs.kubectl, controls, fixtures, seeds: seedsOf(fixtures) };
    await Promise.race([compareAllSuites(plane, bench), plane.ended, interrupted]);
    const judged = judge(
      results.compared,
      await readKnown(engines, join(import.meta.dirname, "known-differences.yaml")),
    );
    console.log(renderResults(results, judged));
    return judged.unexplained.length + judged.outlived.length === 0 && results.compared.length > 0 ? 0 : 1;
  } finally {
    engines.close();
    await plane.stop();
  }
}
