import { resolve } from "node:path";
import type { Project } from "./project.ts";

/** Which `kyverno` a project's engine runs: a name is looked up where programs are, a path starts in the root. */
export function kyvernoSetting({ root, config }: Pick<Project, "root" | "config">): {
  readonly kyverno?: { readonly binary: string };
} {
  const binary = config.kyverno?.binary;
  if (binary === undefined) return {};
  return { kyverno: { binary: /[\\/]/.test(binary) ? resolve(root, binary) : binary } };
}
