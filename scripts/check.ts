/** `npm test`: every gate of this repository in order. The last line sums them; the exit code is 1 where any check failed. */
import {
  buildGates,
  type Counts,
  countsLine,
  type Gate,
  goGates,
  oneFailed,
  packageGates,
  sourceGates,
  sum,
  testGates,
} from "./check/index.ts";

const wanted = process.argv.slice(2);
const all = [...buildGates, ...sourceGates, ...goGates(), ...testGates, ...packageGates];
const gates = wanted.length === 0 ? all : all.filter((gate) => wanted.some((word) => gate.name.includes(word)));
if (gates.length === 0) {
  console.log(`No gate is named so: ${wanted.join(", ")}. There are ${all.map((gate) => gate.name).join(", ")}.`);
}

const results: { readonly name: string; readonly counts: Counts; readonly seconds: number }[] = [];
for (const gate of gates) {
  console.log(`\n=== ${gate.name} ===`);
  const start = performance.now();
  const counts = await runGate(gate);
  results.push({ name: gate.name, counts, seconds: (performance.now() - start) / 1000 });
}

const total = results.length === 0 ? oneFailed : sum(results.map((result) => result.counts));
console.log("\n=== all gates ===");
for (const { name, counts, seconds } of results) {
  const mark = counts.failed > 0 ? "FAILED" : "ok";
  console.log(`${mark.padEnd(7)}${name.padEnd(16)}${countsLine(counts)} (${seconds.toFixed(1)} s)`);
}
console.log(countsLine(total));
process.exitCode = total.failed > 0 ? 1 : 0;

/** A gate that breaks or that checked nothing counts as one failure. */
async function runGate(gate: Gate): Promise<Counts> {
  try {
    const counts = await gate.run();
    if (counts.passed + counts.failed + counts.skipped > 0) return counts;
    console.log(`${gate.name}: nothing was checked`);
  } catch (error) {
    console.log(`${gate.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return oneFailed;
}
