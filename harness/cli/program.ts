import { readFileSync } from "node:fs";
import { Command } from "commander";
import type { Done } from "./_done.ts";
import { compareCommand } from "./compare-command.ts";
import { completionCommand } from "./completion-command.ts";
import { explainCommand } from "./explain-command.ts";
import { gateCommand } from "./gate-command.ts";
import { importCommand } from "./import-command.ts";
import { initCommand } from "./init-command.ts";
import { judgeCommand } from "./judge-command.ts";
import { mergeCommand } from "./merge-command.ts";
import { mutateCommand } from "./mutate-command.ts";
import { newCommand } from "./new-command.ts";
import { testCommand } from "./test-command.ts";
import { verifyCommand } from "./verify-command.ts";

/** Every command of the program, one line each. */
const commands: readonly ((done: Done) => Command)[] = [
  testCommand,
  compareCommand,
  explainCommand,
  gateCommand,
  judgeCommand,
  mutateCommand,
  mergeCommand,
  verifyCommand,
  newCommand,
  initCommand,
  importCommand,
  completionCommand,
];

/** The whole command line. It throws commander's errors instead of ending the process. */
export function makeProgram(done: Done): Command {
  const program = new Command("assay")
    .description("Tests Kubernetes admission policies: Rego, CEL and PodSecurity judged by the real engines.")
    .version(version(), "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .showSuggestionAfterError(true)
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", "\nExit codes: 0 clean, 1 findings, 2 the tool or its input is broken.");
  for (const make of commands) program.addCommand(inherit(make(done), program));
  return inherit(program, program);
}

/** Settings that commander does not pass on to a command made apart. */
function inherit(command: Command, program: Command): Command {
  command.copyInheritedSettings(program).exitOverride();
  for (const child of command.commands) if (command !== program) inherit(child, program);
  return command;
}

function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
