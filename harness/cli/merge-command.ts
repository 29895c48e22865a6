import { Command } from "commander";
import type { Done } from "./_done.ts";
import { formatOption, noColorOption, outputOption } from "./_options.ts";
import type { MergeOptions } from "./merge.ts";

const examples = `
Examples:
  assay merge reports/                          every .json below a folder
  assay merge 'shard-*.json' --format junit --output junit.xml
  cat shard-*.json | assay merge -              from standard input
The reports are those of all shards of one run: \`--shard i/n --format json\`.`;

/** `assay merge`. */
export function mergeCommand(done: Done): Command {
  return new Command("merge")
    .description("join the JSON reports of all shards of a run into the report of the whole")
    .argument("<reports...>", "files, folders or globs of JSON reports; - is standard input")
    .addOption(formatOption())
    .addOption(outputOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (reports: readonly string[], options: MergeOptions) => {
      const { runMerge } = await import("./merge.ts");
      done(await runMerge(reports, options));
    });
}
