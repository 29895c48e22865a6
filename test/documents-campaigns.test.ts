import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "js-yaml";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { openEngines } from "../harness/engine/index.ts";
import type { JsonObject, Policy } from "../harness/model/index.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const count = 3;
const runs = 40;

describe("docs/campaigns.md", () => {
  test.each(["compare-matrix.yml", "compare-job.yaml"])("shows %s as it is", (file) => {
    const shown = [...read("docs/campaigns.md").matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
    expect(shown).toContain(read(`docs/examples/${file}`));
  });
});

/** What actions do with a path of theirs; every artifact lies in a folder, and the cache in one beside them. */
const actions: Readonly<Record<string, (own: string, artifact: string, artifacts: string) => void>> = {
  "actions/checkout": () => {},
  "actions/setup-node": () => {},
  "actions/cache/restore": () => {}, // nothing is cached yet
  "actions/cache/save": (own, _, artifacts) => cpSync(own, join(artifacts, "cache"), { recursive: true }),
  "actions/upload-artifact": (own, artifact) => cpSync(own, artifact, { recursive: true }),
  "actions/download-artifact": (own, _, artifacts) => {
    for (let machine = 1; machine <= count; machine++)
      cpSync(join(artifacts, `shard-${machine}`), join(own, `shard-${machine}`), { recursive: true });
  },
};

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Workflow {
  readonly jobs: Readonly<
    Record<
      "shard" | "merge",
      {
        readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
        readonly steps: readonly Step[];
      }
    >
  >;
}

describe("docs/examples/compare-matrix.yml", () => {
  const { shard, merge } = (load(read("docs/examples/compare-matrix.yml")) as Workflow).jobs;

  test("has as many machines as its command says", () => {
    const machines = shard.strategy?.matrix.shard ?? [];
    const [, said] = /--shard \$\{\{ matrix\.shard \}\}\/(\d+) /.exec(shard.steps.map((step) => step.run).join()) ?? [];
    expect(machines).toEqual(Array.from({ length: Number(said) }, (_, at) => at + 1));
  });

  test("comes to the report of a run on one machine, with few requests on three machines", async () => {
    const artifacts = folder();
    const machines = Array.from({ length: count }, (_, at) => at + 1);
    await Promise.all(
      machines.map(async (machine) => {
        const at = project();
        for (const step of shard.steps) await perform(step, at, { artifacts, machine });
      }),
    );
    const at = project();
    const printed: string[] = [];
    for (const step of merge.steps) printed.push(await perform(step, at, { artifacts, machine: 0 }));
    const whole = await sh(`npx assay compare --runs ${runs} --seed 7 --corpus own; test $? -eq 1`, project());
    expect(timeless(printed.join(""))).toBe(timeless(again(whole.stdout)));
    expect(existsSync(join(artifacts, "compare", "compare.xml"))).toBe(true);
    expect(existsSync(join(artifacts, "cache", "ports"))).toBe(true);
  });

  async function perform(
    step: Step,
    at: string,
    { artifacts, machine }: { readonly artifacts: string; readonly machine: number },
  ): Promise<string> {
    const named = (text = ""): string => text.replaceAll(/\$\{\{ matrix\.shard \}\}/g, `${machine}`);
    if (step.uses !== undefined) {
      const [action = ""] = step.uses.split("@");
      const paths = (step.with?.["path"] ?? "").split("\n").filter((path) => path !== "");
      expect(Object.keys(actions)).toContain(action);
      for (const path of paths)
        actions[action]?.(join(at, path), join(artifacts, named(step.with?.["name"]), path), artifacts);
      return "";
    }
    if (step.run === "npm ci") return ""; // what `project` links
    const command = named(step.run).replaceAll(/\$\{\{ github\.run_number \}\}/g, "7");
    expect(command).not.toContain("${{");
    const { code, stdout } = await sh(small(command), at);
    expect(code, step.name).toBe(step.name === "merge" ? 1 : 0); // the project has a difference
    return step.name === "merge" ? stdout : "";
  }
});

describe("docs/examples/compare-job.yaml", () => {
  const text = read("docs/examples/compare-job.yaml");
  const engines = openEngines();
  afterAll(() => engines.close());

  test("is accepted by the API server, and its Pods by PodSecurity at `restricted`", async () => {
    const { value, problems } = await engines.admit({ operation: "CREATE", object: { text } }, {});
    expect(problems).toBeUndefined();
    const job = value as unknown as Job;
    expect(job.spec).toMatchObject({ completionMode: "Indexed", podReplacementPolicy: expect.any(String) });
    const { judge } = await engines.get("podsecurity").compile([restricted]);
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "shard" }, spec: job.spec.template.spec };
    for (const object of [{ text }, { json: pod as unknown as JsonObject }]) {
      const verdict = await judge?.({ operation: "CREATE", object }, {});
      expect(verdict).toMatchObject({ decision: "allow", violations: [], warnings: [] });
    }
  });

  test("runs a command that comes to the report of a run on one machine", async () => {
    const { completions, template } = (load(text) as Job).spec;
    const [container] = template.spec.containers;
    const [, script = ""] = [...(container?.command ?? []), ...(container?.args ?? [])].slice(1);
    expect(script).toContain(`/${completions}"`);
    const [at, campaign] = [project(), folder()];
    const own = small(script).replaceAll("/campaign", campaign);
    const pods = Array.from({ length: count }, (_, index) => sh(own, at, { JOB_COMPLETION_INDEX: `${index}` }));
    for (const { code } of await Promise.all(pods)) expect([0, 1]).toContain(code);
    const [, end = ""] = /^```sh\n(assay merge[\s\S]*?)^```$/m.exec(read("docs/campaigns.md")) ?? [];
    const words = end.replaceAll("/campaign", campaign).replace("assay merge", "node_modules/.bin/assay merge");
    const [merged, whole] = await Promise.all([
      sh(words.replace("\n", " || code=$?\n").concat("exit $code"), at),
      sh(`node_modules/.bin/assay compare --runs ${runs} --seed 1 --corpus own`, project()),
    ]);
    expect(existsSync(join(campaign, "corpus", "ports"))).toBe(true);
    expect(merged.code).toBe(whole.code);
    expect(timeless(again(merged.stdout))).toBe(timeless(again(whole.stdout)));
  });
});

interface Job {
  readonly spec: {
    readonly completions: number;
    readonly template: {
      readonly spec: { readonly containers: readonly { readonly command: string[]; readonly args: string[] }[] };
    };
  };
}

const restricted: Policy = {
  control: "restricted",
  engine: "podsecurity",
  sources: [
    {
      path: "restricted.yaml",
      text: `configuration:
  apiVersion: pod-security.admission.config.k8s.io/v1
  kind: PodSecurityConfiguration
  defaults: {enforce: restricted, enforce-version: latest, warn: restricted, warn-version: latest}
`,
    },
  ],
};

/** A command with a few requests instead of hours, on three machines instead of sixteen. */
function small(command: string): string {
  return command.replaceAll(/--time \d+h/g, `--runs ${runs}`).replaceAll(/\/16\b/g, `/${count}`);
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "assay-campaigns-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A repository of policies, of which two differ, with this checkout as its `assay`. */
function project(): string {
  const path = folder();
  cpSync(join(root, "test/fixtures/project-ports"), path, { recursive: true });
  const file = join(path, "rego/ports/policy.rego");
  writeFileSync(file, readFileSync(file, "utf8").replace("hostPort > 0", "hostPort > 1"));
  const program = join(path, "node_modules/.bin/assay");
  mkdirSync(join(program, ".."), { recursive: true });
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${join(root, "harness/cli/main.ts")}" "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(join(path, "package.json"), "{}");
  return path;
}

function sh(
  command: string,
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const child = spawn("sh", ["-e", "-c", command], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", npm_config_offline: "true", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  return new Promise((done) => child.on("close", (code) => done({ code, stdout })));
}

/** The corpus lies elsewhere. */
function again(text: string): string {
  return text.replaceAll(/--corpus \S+/g, "--corpus corpus");
}

function timeless(text: string): string {
  return text.replaceAll(/in \d+\.\d\d s/g, "in N s");
}
