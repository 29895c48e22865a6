import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assay, copyOf } from "./_assay.ts";

const nobody = JSON.stringify({
  clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:9" } }],
  contexts: ["dev", "prod"].map((name) => ({ name, context: { cluster: "c", user: "u" } })),
  "current-context": "dev",
});

/** Runs in a project with a kubeconfig `home/.kube/config` of a cluster that is not there. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, config = ""): Promise<string> {
  const { root, write } = copyOf("project-ports");
  mkdirSync(join(root, "home/.kube"), { recursive: true });
  write("home/.kube/config", nobody);
  if (config !== "") write("assay.yaml", config);
  const home = { HOME: `${root}/home`, KUBECONFIG: "" };
  const { code, stdout, stderr } = await assay(["test", ...args], { cwd: root, env: { ...home, ...env } });
  return `${code}: ${stdout}${stderr}`.replaceAll(root, "ROOT");
}

const unreachable = (context: string) =>
  `2: Problems
  ✗ [bad-cluster]
    \`https://127.0.0.1:9\` (context \`${context}\`) cannot be asked: it refuses connections; start the cluster, or choose another with --context

Nothing was checked.
0 passed, 1 problem in 0.00 s
`;

describe("`assay test --engine cluster`", () => {
  test("asks the cluster that kubectl would ask, and says once that it is not there", async () => {
    expect(await run(["--engine", "cluster"])).toBe(unreachable("dev"));
    expect(await run(["--engine", "cluster"], { KUBECONFIG: "/nowhere:home/.kube/config" })).toBe(unreachable("dev"));
  });

  test("asks the context of the command line, else the one of assay.yaml", async () => {
    expect(await run(["--engine", "cluster", "--context", "prod"])).toBe(unreachable("prod"));
    const config = "engines: [cluster]\ncluster: {context: prod}\n";
    expect(await run([], {}, config)).toBe(unreachable("prod"));
    expect(await run(["--context", "dev"], {}, config)).toBe(unreachable("dev"));
  });

  test("names the contexts where the one that is asked for is not there", async () => {
    const report = await run(["--engine", "cluster", "--context", "test"]);
    expect(report).toContain("the kubeconfig has no context `test`\n    contexts: `dev`, `prod`\n");
  });

  test("says where it looked for a kubeconfig in vain", async () => {
    const report = await run(["--engine", "cluster", "--kubeconfig", "none"]);
    expect(report).toContain(
      "there is no kubeconfig: `none` is not there\n    name one with --kubeconfig, or in KUBECONFIG\n",
    );
  });

  test("is the only one that takes a context and a kubeconfig", async () => {
    for (const option of ["context", "kubeconfig"])
      expect(await run([`--${option}`, "x"])).toBe(
        `2: error: --${option} is for the engine \`cluster\`: add --engine cluster, or leave it out\n`,
      );
  });
});
