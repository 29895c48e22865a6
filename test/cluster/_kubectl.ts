import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { root } from "../../scripts/engines/index.ts";
import type { Server } from "./_server.ts";

/** What kubectl wrote. */
export interface Written {
  readonly out: string;
  readonly error: string;
}

/** Runs kubectl in the root of the repository, as a user of one server. Throws with its words where it fails. */
export type Kubectl = (...words: readonly string[]) => Promise<Written>;

const limitMs = 120_000;
const most = 64 * 1024 * 1024;

export function openKubectl(file: string, { kubeconfig }: Server): Kubectl {
  const own = ["--kubeconfig", kubeconfig, "--cache-dir", join(dirname(kubeconfig), "kubectl-cache")];
  return (...words) =>
    new Promise((resolve, reject) => {
      const options = { cwd: root, timeout: limitMs, maxBuffer: most };
      execFile(file, [...own, ...words], options, (failure, out, error) => {
        if (failure === null) resolve({ out, error });
        else reject(new Error(`\`kubectl ${words.join(" ")}\` failed:\n${error || failure.message}`));
      });
    });
}
