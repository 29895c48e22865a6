/** `npm run bench:planted`: how many generated objects it takes to find each planted difference, and how small it is shrunk. */
import { parseArgs } from "node:util";
import { openEngines } from "../../harness/engine/index.ts";
import { median } from "../_median.ts";
import { tableText } from "../_table.ts";
import { type Hunt, type Hunted, hunt } from "./_hunt.ts";
import { type Planted, readPlanted } from "./_read.ts";

/** An object that was shrunk may have so many fields more than the smallest. */
const allowed = 2;
const help = `npm run bench:planted -- [--runs <n>] [--seed <n>]... [--only <text>] [--directed | --undirected] [--show]

  --runs        objects after which one is given up (default: 20000)
  --seed        of the stream of objects; repeatable (default: 1)
  --only        those whose id holds the text
  --directed    only with objects that lean to what the policies read
  --undirected  only without
  --show        prints what each was shrunk to, where that is not the smallest

Exit code 1: one was not found by directed objects, or shrunk to more than ${allowed} fields above the smallest.
`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "20000" },
      seed: { type: "string", multiple: true, default: ["1"] },
      only: { type: "string", default: "" },
      directed: { type: "boolean", default: false },
      undirected: { type: "boolean", default: false },
      show: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help.trimEnd());
  const runs = wholeNumber("runs", values.runs);
  const seeds = values.seed.map((seed) => wholeNumber("seed", seed));
  const chosen = readPlanted().filter(({ id }) => id.includes(values.only));
  if (chosen.length === 0) throw new Error(`\`--only ${values.only}\`: no planted difference has that in its id.`);
  const ways = [
    ...(values.undirected ? [] : [{ name: "directed", directed: true }]),
    ...(values.directed ? [] : [{ name: "undirected", directed: false }]),
  ];
  for (const { name, directed } of ways) {
    const rows = await huntAll(
      chosen,
      seeds.map((seed) => ({ seed, directed, runs })),
    );
    report(`${name}, seed ${seeds.join(", ")}`, rows, runs);
    if (values.show) show(rows);
    if (directed && rows.some(isWeak)) process.exitCode = 1;
  }
}

interface Row {
  readonly one: Planted;
  readonly hunted: readonly Hunted[];
}

async function huntAll(chosen: readonly Planted[], hunts: readonly Hunt[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const engines = openEngines();
  for (const one of chosen.filter(({ unreachable }) => !unreachable)) {
    const hunted: Hunted[] = [];
    for (const each of hunts) hunted.push(await hunt(engines, one, each));
    rows.push({ one, hunted });
  }
  engines.close();
  return rows;
}

function report(title: string, rows: readonly Row[], runs: number): void {
  const all = rows.flatMap(({ hunted }) => hunted);
  const head = [title, "objects", "seconds", "fields", "smallest", ""];
  console.log(tableText(head, rows.map(rowText)));
  const missed = all.filter(({ found }) => found === undefined).length;
  const objects = median(all.map(({ found }) => found?.objects ?? runs));
  const seconds = median(all.map((one) => one.seconds));
  const large = all.filter(isLarge).length;
  console.log(
    `${all.length} searches: ${missed} found nothing in ${runs} objects; medians: ${objects} objects, ${seconds.toFixed(2)} s; ${large} shrunk to more than ${allowed} fields above the smallest.\n`,
  );
}

/** Of several seeds the medians, and of what was shrunk the largest. */
function rowText({ one, hunted }: Row): readonly string[] {
  const found = hunted.flatMap((each) => each.found ?? []);
  const notes = [
    hunted.length > found.length ? "not found" : "",
    hunted.some(isLarge) ? "large" : "",
    hunted.some((each) => (each.found?.size ?? each.smallest) < each.smallest) ? "smallest is not the smallest" : "",
  ];
  return [
    one.id,
    found.length === 0 ? "-" : String(median(found.map(({ objects }) => objects))),
    median(hunted.map(({ seconds }) => seconds)).toFixed(2),
    found.length === 0 ? "-" : String(Math.max(...found.map(({ size }) => size))),
    String(hunted[0]?.smallest),
    notes.filter((note) => note !== "").join(", "),
  ];
}

function show(rows: readonly Row[]): void {
  for (const { one, hunted } of rows) {
    for (const { seed, smallest, found } of hunted) {
      if (found !== undefined && found.size !== smallest)
        console.log(`${one.id}, seed ${seed}: ${JSON.stringify(found.trial)}`);
    }
  }
}

function isWeak({ hunted }: Row): boolean {
  return hunted.some((each) => each.found === undefined || isLarge(each));
}

function isLarge({ found, smallest }: Hunted): boolean {
  return found !== undefined && found.size > smallest + allowed;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`\`--${option} ${text}\` must be a whole number of at least 1.`);
  return value;
}
