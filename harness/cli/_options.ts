import { Option } from "commander";
import { engineIds } from "../model/index.ts";
import { each, filled, list, oneOf, seconds } from "./_option-values.ts";

/** Options that several commands take, with the same words and the same checks in each. */

/** What every report can be written as. */
export const formats = ["pretty", "json", "junit", "sarif", "github", "tap", "markdown", "ctrf", "html"] as const;

export function controlOption(): Option {
  return new Option("--control <ids>", "controls by id or glob; a list or repeated").argParser(list);
}

export function engineOption(): Option {
  const words = `engines: ${engineIds.join(", ")}; a list or repeated`;
  return new Option("--engine <ids>", words).argParser(oneOf(engineIds));
}

export function caseOption(): Option {
  return new Option("--case <text>", "cases that have this text in their name").argParser(filled);
}

export function formatOption(): Option {
  return new Option("--format <formats>", `${formats.join(", ")}; a list or repeated`).argParser(oneOf(formats));
}

export function outputOption(): Option {
  return new Option("--output <file>", "where the last format goes; repeated for the ones before it").argParser(each);
}

export function contextOption(): Option {
  const words = "context of the kubeconfig for the engine cluster (default: its current one)";
  return new Option("--context <name>", words).argParser(filled);
}

export function kubeconfigOption(): Option {
  const words = "kubeconfig for the engine cluster (default: the one that kubectl takes)";
  return new Option("--kubeconfig <file>", words).argParser(filled);
}

export function timeoutOption(): Option {
  return new Option("--timeout <seconds>", "limit for one request to an engine").argParser(seconds);
}

export function configOption(): Option {
  return new Option("--config <file>", "configuration (default: assay.yaml)");
}

export function cwdOption(): Option {
  return new Option("-C, --cwd <folder>", "root of the project (default: the current folder)");
}

export function noColorOption(): Option {
  return new Option("--no-color", "no colours, as with NO_COLOR=1");
}
