/** `npm run bench:twins`: how many generated requests both twins judge in a second, and what the time goes to. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { comparePolicies, openStream, type SidePolicies } from "../harness/compare/index.ts";
import { type Engines, openEngines } from "../harness/engine/index.ts";
import { loadProject } from "../harness/load/index.ts";
import type { Control, EngineId } from "../harness/model/index.ts";
import { median } from "./_median.ts";
import { treeUse } from "./_process-tree.ts";
import { tableText } from "./_table.ts";

if (process.platform !== "linux") throw new Error("The benchmark reads /proc: run it on Linux.");

const { values } = parseArgs({
  options: { control: { type: "string", multiple: true }, runs: { type: "string", default: "4000" } },
});
const runs = Number(values.runs);
const chosen = values.control ?? [
  "psa.ns.labels-valid",
  "pss.baseline.host-namespaces",
  "pss.baseline.host-ports",
  "pss.restricted.run-as-non-root",
  "pss.restricted.volumes",
];

/** Microseconds of CPU for one request. */
interface Cost {
  readonly generation: number;
  /** The thread that generates, asks and compares. */
  readonly harness: number;
  /** The threads that evaluate Rego as WASM, collect garbage and compile. */
  readonly threads: number;
  /** The API server's code: admission and CEL. */
  readonly kube: number;
  readonly perSecond: number;
}

const { controls } = loadProject(join(import.meta.dirname, ".."));
const engines = openEngines();
const rows = [];
for (const id of chosen) {
  const control = controls.find((one) => one.id === id);
  if (control === undefined) throw new Error(`the pack has no control \`${id}\``);
  await judge(engines, control, runs / 4); // warms up
  rows.push({ id, ...(await cost(engines, control)) });
}
engines.close();
const total = (row: Cost): number => row.harness + row.threads + row.kube;
const text = (number: number): string => number.toFixed(0);
console.log(
  tableText(
    [
      "twins, rego and cel",
      "requests/s of one core",
      "requests/s",
      "µs each",
      "generation",
      "harness",
      "WASM, GC",
      "kube",
    ],
    rows.map((row) => [
      row.id,
      text(1e6 / total(row)),
      text(row.perSecond),
      ...[total(row), row.generation, row.harness - row.generation, row.threads, row.kube].map(text),
    ]),
  ),
);
console.log(`\nmedian ${text(median(rows.map((row) => 1e6 / total(row))))} requests/s of one core`);

async function cost(live: Engines, control: Control): Promise<Cost> {
  const stream = await openStream({ engines: live, policies: control.policies, cases: [], seed: 2 });
  const before = process.threadCpuUsage();
  for (let index = 0; index < runs; index++) stream.stream?.draw(index);
  const drawn = micros(process.threadCpuUsage(before));
  const [start, node, thread, tree] = [
    performance.now(),
    process.cpuUsage(),
    process.threadCpuUsage(),
    treeUse(process.pid).cpuMs,
  ];
  await judge(live, control, runs);
  const harness = micros(process.threadCpuUsage(thread));
  const own = micros(process.cpuUsage(node));
  const all = (treeUse(process.pid).cpuMs - tree) * 1000;
  return {
    generation: drawn / runs,
    harness: harness / runs,
    threads: (own - harness) / runs,
    kube: (all - own) / runs,
    perSecond: (runs * 1000) / (performance.now() - start),
  };
}

async function judge(live: Engines, control: Control, count: number): Promise<void> {
  const side = (engine: EngineId): SidePolicies => ({
    name: engine,
    engine,
    policies: control.policies.filter((policy) => policy.engine === engine),
  });
  const { comparison, problems } = await comparePolicies(side("rego"), side("cel"), live, {
    control: control.id,
    cases: [],
    runs: count,
    seed: 1,
  });
  if (comparison === undefined || problems.length > 0)
    throw new Error(problems.map(({ message }) => message).join("; "));
}

function micros({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
