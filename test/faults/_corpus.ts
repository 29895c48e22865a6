import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { load } from "js-yaml";
import type { Files } from "./_input.ts";

/** An argument, or a text that is repeated; `{root}` is the project's folder. */
export type Argument = string | { readonly times: number; readonly text: string };

/** A bad input with all that must be said of it. `in 0.00 s` stands for every time. */
export interface BadInput {
  readonly name: string;
  readonly files?: Files;
  /** The command line; `assay test` in the project's folder where it is left out. */
  readonly args?: readonly Argument[];
  /** Limit for a request, in seconds. */
  readonly timeout?: number;
  readonly exit: number;
  readonly report: string;
}

/** Bad inputs of one kind: a file of test/fixtures/bad-inputs. */
export interface Group {
  readonly kind: string;
  /** Files of every project of the group; an input's own replace them. */
  readonly base: Files;
  readonly inputs: readonly BadInput[];
}

const folder = join(import.meta.dirname, "../fixtures/bad-inputs");

export const groups: readonly Group[] = readdirSync(folder)
  .sort()
  .map((file) => ({
    kind: basename(file, ".yaml"),
    ...(load(readFileSync(join(folder, file), "utf8")) as Omit<Group, "kind">),
  }));

/** The arguments for a project in `root`. */
export function argumentsFor(args: readonly Argument[], root: string): readonly string[] {
  return args.map((arg) => (typeof arg === "string" ? arg.replaceAll("{root}", root) : arg.text.repeat(arg.times)));
}

/** What was said, with the project's folder and the time made equal. */
export function stable(text: string, root: string): string {
  return text.replaceAll(root, "{root}").replaceAll(/in \d+\.\d\d s/g, "in 0.00 s");
}
