import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Files, writeFiles } from "./_input.ts";

const main = join(import.meta.dirname, "../../harness/cli/main.ts");

/** A program under way. */
export interface Running {
  readonly root: string;
  readonly ended: Promise<{ readonly code: unknown; readonly signal: unknown; readonly stderr: string }>;
  /** Waits so long, or until it ended. */
  after(milliseconds: number): Promise<unknown>;
  /** As a terminal does: to its engines too. */
  signalGroup(signal: NodeJS.Signals): unknown;
  kill(): unknown;
  engines(): readonly number[];
  report(): string;
  /** Temporary files beside the report. */
  strays(): readonly string[];
  nothingLeft(): Promise<void>;
}

/** Starts the real program in a fresh project, as the leader of a process group of its own; its report goes to `report.json`. */
export function startIn(files: Files, args: readonly string[]): Running {
  const root = writeFiles(files);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const command = [main, ...args, "--format", "json", "--output", "report.json"];
  const child = spawn(process.execPath, command, { cwd: root, detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const pid = child.pid ?? 0;
  let over = false;
  const ended = once(child, "close").then(([code, signal]: unknown[]) => {
    over = true;
    return { code, signal, stderr };
  });
  return {
    root,
    ended,
    after: (milliseconds: number) => Promise.race([ended, new Promise((done) => setTimeout(done, milliseconds))]),
    signalGroup: (signal: NodeJS.Signals) => over || process.kill(-pid, signal),
    kill: () => over || kill(pid),
    engines: () => groupOf(pid).filter((member) => member !== pid),
    report: () => readFileSync(join(root, "report.json"), "utf8"),
    strays: () => readdirSync(root).filter((name) => name.endsWith(".tmp")),
    nothingLeft: async () => {
      while (groupOf(pid).length > 0) await new Promise((done) => setTimeout(done, 20));
    },
  };
}

/** A process that has ended already is no fault. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it was faster
  }
}

// --- internal ---

/** The live processes of a process group. */
function groupOf(group: number): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/stat`))
    .filter((name) => {
      const [state, , pgrp] = statOf(name);
      return pgrp === String(group) && state !== "Z";
    })
    .map(Number);
}

/** State, parent and group; nothing of a process that has just ended. */
function statOf(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

/** A policy in CEL, with its binding, that denies host network. */
export const noHostNetwork = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: c}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  validations: [{expression: "!object.spec.?hostNetwork.orValue(false)"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: c}
spec: {policyName: c, validationActions: [Deny]}
`;
