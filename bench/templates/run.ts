/** `npm run bench:templates`: what the Rego and the CEL of a library's templates say of the same generated requests. */
import { parseArgs } from "node:util";
import { openEngines } from "../../harness/engine/index.ts";
import { type Compared, compareTemplate } from "./_compare.ts";
import { readLibrary } from "./_read.ts";
import { causesText, tableOf } from "./_report.ts";

const help = `npm run bench:templates -- <folder> [--runs <n>] [--seed <n>] [--only <text>] [--causes]

  <folder>    a library of Gatekeeper's: <name>/template.yaml, with <name>/samples/*/constraint.yaml
  --runs      generated requests for each template (default: 20000)
  --seed      of the stream of requests (default: 1)
  --only      templates whose folder holds the text
  --causes    prints each difference as well, with its smallest request

Of each template that has Rego and CEL three judges are asked: its Rego in Gatekeeper, the same Rego as WASM, and the
ValidatingAdmissionPolicy that Gatekeeper makes of its CEL. Exit code 2: one of them could not be asked.
`;

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      only: { type: "string", default: "" },
      causes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help.trimEnd());
  const [folder] = positionals;
  if (folder === undefined)
    throw new Error("Say which folder holds the library: `npm run bench:templates -- <folder>`.");
  const [runs, seed] = [wholeNumber("runs", values.runs), wholeNumber("seed", values.seed)];
  const engines = openEngines({ timeoutMs: 60_000 });
  try {
    const { templates, others } = await readLibrary(folder, engines);
    const chosen = templates.filter(({ id }) => id.includes(values.only));
    if (chosen.length === 0) throw new Error(`\`${folder}\` holds no template with Rego and CEL that is asked for.`);
    const rows: Compared[] = [];
    for (const template of chosen) {
      rows.push(await compareTemplate(template, { engines, runs, seed }));
      console.error(`${rows.length} of ${chosen.length}: ${template.id}`);
    }
    console.log(tableOf(rows));
    console.log(`\n${others} more templates have one form only.`);
    if (values.causes) console.log(`\n${rows.map(causesText).join("\n")}`);
    tellProblems(rows);
  } finally {
    engines.close();
  }
}

function tellProblems(rows: readonly Compared[]): void {
  for (const { id, wasm, cel } of rows) {
    for (const { message } of [...wasm.problems, ...cel.problems]) {
      console.error(`${id}: ${message}`);
      process.exitCode = 2;
    }
  }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`\`--${option} ${text}\` must be a whole number of at least 1.`);
  return value;
}
