/** `npm run soak`: judges the pack's requests over and over by each engine; memory must stay level, and verdicts the same. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openEngines } from "../harness/engine/index.ts";
import { loadProject } from "../harness/load/index.ts";
import type { EngineId } from "../harness/model/index.ts";
import { packJobs } from "./_pack-jobs.ts";
import { type Soaked, soak } from "./_soak.ts";
import { tableText } from "./_table.ts";

const all: readonly EngineId[] = ["rego", "topdown", "cel", "podsecurity"];
const fewest = 1000;
const help = `npm run soak -- [--judgements <n>] [--engine <id>]...

  --judgements  how many on each engine (default: 200000)
  --engine      ${all.join(", ")}; repeatable; all of them when absent

Exit code 1: a verdict changed.
`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  if (process.platform !== "linux") throw new Error("The soak reads /proc: run it on Linux.");
  const { values } = parseArgs({
    options: {
      judgements: { type: "string", default: "200000" },
      engine: { type: "string", multiple: true, default: [...all] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help.trimEnd());
  const judgements = Number(values.judgements);
  if (!Number.isSafeInteger(judgements) || judgements < fewest)
    throw new Error(`\`--judgements ${values.judgements}\` must be a whole number of at least ${fewest}.`);
  for (const engine of values.engine.map(engineNamed)) {
    const soaked = await soakEngine(engine, judgements);
    console.log(`${text(engine, soaked)}\n`);
    if (soaked.changed.length > 0) process.exitCode = 1;
  }
}

function engineNamed(name: string): EngineId {
  const found = all.find((id) => id === name);
  if (found === undefined) throw new Error(`\`${name}\` is not an engine. Use ${all.join(", ")}.`);
  return found;
}

/** Each engine starts with processes of its own. */
async function soakEngine(engine: EngineId, judgements: number): Promise<Soaked> {
  const { controls, problems } = loadProject(join(import.meta.dirname, ".."), { engines: [engine] });
  if (problems.length > 0)
    throw new Error(`The pack cannot be read: ${problems.map(({ message }) => message).join("; ")}`);
  const engines = openEngines();
  try {
    return await soak(await packJobs(engines, engine, controls), judgements);
  } finally {
    engines.close();
  }
}

function text(
  engine: EngineId,
  { requests, judgements, seconds, drift, cpuDrift, changed, processes }: Soaked,
): string {
  const count = (value: number): string => value.toLocaleString("en");
  const rows = processes.map(({ name, startMb, endMb, growth }) => [
    name,
    startMb.toFixed(0),
    endMb.toFixed(0),
    `${growth < 0 ? "" : "+"}${growth.toFixed(2)}`,
  ]);
  return [
    `${engine}: ${count(judgements)} judgements of ${count(requests)} requests in ${seconds.toFixed(0)} s, ${count(Math.round(judgements / seconds))}/s`,
    `throughput of the last tenth to the first: ${drift.toFixed(2)}× by the clock, ${cpuDrift.toFixed(2)}× by CPU time`,
    changed.length === 0
      ? `verdicts: the same for each of ${count(requests)} requests`
      : `verdicts: CHANGED for ${count(changed.length)} requests\n${changed.map((name) => `  ${name}`).join("\n")}`,
    tableText(["memory", "MB after warm-up", "MB at the end", "MB per 100,000 judgements"], rows),
  ].join("\n");
}
