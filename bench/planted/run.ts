/** `npm run bench:planted`: how many generated objects it takes to find each planted difference, and how small it is shrunk. */
import { parseArgs } from "node:util";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { median } from "../_median.ts";
import { tableText } from "../_table.ts";
import { type Hunted, hunt } from "./_hunt.ts";
import { type Planted, readPlanted } from "./_read.ts";

/** An object that was shrunk may have so many fields more than the smallest. */
const allowed = 2;
const help = `npm run bench:planted -- [--runs <n>] [--seed <n>]... [--only <text>] [--directed] [--show]

  --runs        objects after which one is given up (default: 20000)
  --seed        of the stream of objects; repeatable (default: 1, 2 and 3)
  --only        those whose id holds the text
  --directed    only with objects that lean to what the policies read; without it also, with the first seed, objects that do not
  --show        prints what each was shrunk to, where that is not the smallest

Of several seeds the table has the medians, and the largest of what was shrunk.
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
      seed: { type: "string", multiple: true, default: ["1", "2", "3"] },
      only: { type: "string", default: "" },
      directed: { type: "boolean", default: false },
      show: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help.trimEnd());
  const search: Search = {
    runs: wholeNumber("runs", values.runs),
    seeds: values.seed.map((seed) => wholeNumber("seed", seed)),
    undirected: !values.directed,
  };
  const chosen = readPlanted().filter(({ id, unreachable }) => id.includes(values.only) && !unreachable);
  if (chosen.length === 0)
    throw new Error(`\`--only ${values.only}\`: no planted difference that can be found has that in its id.`);
  const rows = await huntAll(chosen, search);
  report(rows, search);
  if (values.show) show(rows);
  if (rows.some(isWeak)) process.exitCode = 1;
}

interface Search {
  readonly runs: number;
  readonly seeds: readonly number[];
  readonly undirected: boolean;
}

interface Row {
  readonly one: Planted;
  /** With each seed. */
  readonly directed: readonly Hunted[];
  /** With the first seed, where that was asked for. */
  readonly undirected: readonly Hunted[];
}

async function huntAll(chosen: readonly Planted[], search: Search): Promise<readonly Row[]> {
  const engines = openEngines();
  const rows: Row[] = [];
  for (const one of chosen) {
    rows.push(await huntOne(engines, one, search));
    if (rows.length % 10 === 0) console.error(`${rows.length} of ${chosen.length}`);
  }
  engines.close();
  return rows;
}

async function huntOne(engines: Engines, one: Planted, { runs, seeds, undirected }: Search): Promise<Row> {
  const directed: Hunted[] = [];
  for (const seed of seeds) directed.push(await hunt(engines, one, { seed, directed: true, runs }));
  const [seed = 1] = seeds;
  return { one, directed, undirected: undirected ? [await hunt(engines, one, { seed, directed: false, runs })] : [] };
}

function report(rows: readonly Row[], { runs, seeds, undirected }: Search): void {
  const head = [`seed ${seeds.join(", ")}`, "directed", "undirected", "seconds", "fields", "smallest", ""];
  console.log(`${tableText(head, rows.map(rowText))}\n`);
  const large = rows.flatMap(({ directed }) => directed).filter(isLarge).length;
  console.log(
    `directed: ${summary(
      rows.flatMap(({ directed }) => directed),
      runs,
    )}; ${large} shrunk to more than ${allowed} fields above the smallest`,
  );
  if (undirected)
    console.log(
      `undirected: ${summary(
        rows.flatMap((row) => row.undirected),
        runs,
      )}`,
    );
}

/** What was not found counts as found by the last object. */
function summary(all: readonly Hunted[], runs: number): string {
  const missed = all.filter(({ found }) => found === undefined).length;
  const objects = median(all.map(({ found }) => found?.objects ?? runs));
  const seconds = median(all.map((one) => one.seconds));
  return `${all.length} searches, ${missed} of them found nothing in ${runs} objects; medians: ${objects} objects, ${seconds.toFixed(2)} s`;
}

function rowText({ one, directed, undirected }: Row): readonly string[] {
  const found = directed.flatMap((each) => each.found ?? []);
  const notes = [
    directed.length > found.length ? "not found" : "",
    directed.some(isLarge) ? "large" : "",
    directed.some((each) => (each.found?.size ?? each.smallest) < each.smallest) ? "smallest is not the smallest" : "",
  ];
  return [
    one.id,
    objectsText(directed),
    objectsText(undirected),
    median(directed.map(({ seconds }) => seconds)).toFixed(2),
    found.length === 0 ? "-" : String(Math.max(...found.map(({ size }) => size))),
    String(directed[0]?.smallest),
    notes.filter((note) => note !== "").join(", "),
  ];
}

function objectsText(hunted: readonly Hunted[]): string {
  const found = hunted.flatMap((each) => each.found ?? []);
  return found.length === 0 ? "-" : String(median(found.map(({ objects }) => objects)));
}

function show(rows: readonly Row[]): void {
  for (const { one, directed } of rows) {
    for (const { seed, smallest, found } of directed) {
      if (found !== undefined && found.size !== smallest)
        console.log(`${one.id}, seed ${seed}: ${JSON.stringify(found.trial)}`);
    }
  }
}

function isWeak({ directed }: Row): boolean {
  return directed.some((each) => each.found === undefined || isLarge(each));
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
