import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { assay } from "./_assay.ts";
import { folderWith } from "./_folder.ts";
import { constraint, gatorRepository, namespace, template } from "./_labels.ts";

const regoV0 = `package main

deny[msg] {
	container := input.spec.containers[_]
	endswith(container.image, ":latest")
	msg := sprintf("%s has no fixed version", [container.name])
}
`;
const pod = (name: string, image: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}} # its name
spec:
  # One container.
  containers: [{name: app, image: "registry.example/${image}"}]
`;
const bare = {
  "no-latest.rego": regoV0,
  "good.yaml": `# Ours.\n${pod("good", "app:1")}`,
  "bad.yaml": pod("bad", "app:latest"),
  "broken.yaml": pod("broken", "app:1").replace(/ {2}containers.*\n/, "  containers: []\n"),
};

const expression = "!has(object.spec.hostNetwork) || !object.spec.hostNetwork";
const policy = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: host-network}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
  validations: [{expression: "${expression}", message: host network is not allowed}]
`;
const binding = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: bind-it}
spec: {policyName: host-network, validationActions: [Deny]}
`;

const tools = [".github/workflows/assay.yml", ".gitignore", "package.json", "vitest.config.ts"];

describe("assay init in a bare folder with three manifests and one Rego file", () => {
  test("records what the policy says of them, and says so file by file", async () => {
    const { root, read, files } = folderWith(bare);
    expect(await assay(["init", root])).toEqual({
      code: 0,
      stdout: `found: 3 manifests, 1 Rego file
wrote assay.yaml: control \`no-latest\`
wrote cases/no-latest/deny/bad.yaml: recorded from bad.yaml
wrote cases/no-latest/allow/good.yaml: recorded from good.yaml
wrote vitest.config.ts: makes every case a test
wrote package.json: assay and vitest as development dependencies, and \`npm test\`
wrote .github/workflows/assay.yml: runs the tests in CI
wrote .gitignore: keeps what npm installs out of git
note: broken.yaml:1:1: not recorded: the API server refuses it: Pod "broken" is invalid: spec.containers: Required value
next: \`npm install\`, then \`npm test\`; commit the files with package-lock.json
`,
      stderr: "",
    });
    expect(read("cases/no-latest/allow/good.yaml")).toBe(
      `# Recorded by \`assay init\` from good.yaml, which was allowed: confirm that it must be, and delete this line.\n${bare["good.yaml"]}`,
    );
    expect(read("cases/no-latest/deny/bad.yaml").split("\n")[0]).toBe(
      "# Recorded by `assay init` from bad.yaml, which was denied (app has no fixed version): confirm that it must be, and delete this line.",
    );
    expect(files()).toMatchObject(bare);
  });

  test("what it wrote runs, and fails once the policy changes", async () => {
    const { root } = folderWith(bare);
    await assay(["init", root]);
    expect(await assay(["test"], { cwd: root })).toEqual({ code: 0, stdout: "2 passed in 0.00 s\n", stderr: "" });
    writeFileSync(join(root, "no-latest.rego"), regoV0.replace("endswith", "not endswith"));
    const changed = await assay(["test"], { cwd: root });
    expect([changed.code, changed.stdout.split("\n").at(-2)]).toEqual([1, "0 passed, 2 failed in 0.00 s"]);
  });

  test("a second run has nothing to write and changes nothing", async () => {
    const { root, files } = folderWith(bare);
    await assay(["init", root]);
    const before = files();
    const { code, stdout } = await assay(["init", root]);
    expect([code, stdout]).toEqual([
      0,
      `found: 3 manifests, 1 Rego file
left assay.yaml: it is there already
left vitest.config.ts: it has the plugin \`policies()\`
left package.json: it has all that is needed
left .github/workflows/assay.yml: it is there already
left .gitignore: it names node_modules
nothing to write: all files are there
`,
    ]);
    expect(files()).toEqual(before);
  });

  test("`--dry-run` says the same and writes nothing", async () => {
    const { root, files } = folderWith(bare);
    const dry = await assay(["init", root, "--dry-run"]);
    expect([dry.code, files()]).toEqual([0, bare]);
    const real = await assay(["init", root]);
    const unchanged = (text: string): string =>
      text.replaceAll(/^(?:would write|wrote) /gm, "").replace(/next: .*/, "");
    expect(unchanged(dry.stdout)).toBe(unchanged(real.stdout));
  });

  test("`--no-record` makes no case, and the run says that nothing is checked", async () => {
    const { root, files } = folderWith(bare);
    await assay(["init", root, "--no-record"]);
    expect(Object.keys(files()).sort()).toEqual([...Object.keys(bare), "assay.yaml", ...tools].sort());
    const { code, stdout } = await assay(["test"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain("it has no case, so nothing shows what its policies do");
  });
});

describe("assay init finds", () => {
  test("nothing to configure in the default layout", async () => {
    const rego = {
      "rego/no-latest/policy.rego": regoV0
        .replace("deny[msg] {", "deny contains msg if {")
        .replace("containers[_]", "containers[_]"),
    };
    const { root, files } = folderWith({ ...rego, "app.yaml": pod("app", "app:latest") });
    expect((await assay(["init", root])).code).toBe(0);
    expect(Object.keys(files()).sort()).toEqual(
      ["rego/no-latest/policy.rego", "app.yaml", "cases/no-latest/deny/app.yaml", ...tools].sort(),
    );
    expect((await assay(["test"], { cwd: root })).stdout).toBe("1 passed in 0.00 s\n");
  });

  test("Rego v0 in the default layout, which needs one line", async () => {
    const { root, read } = folderWith({ "rego/no-latest/policy.rego": regoV0, "app.yaml": pod("app", "app:latest") });
    await assay(["init", root]);
    expect(read("assay.yaml")).toBe("# What `assay init` found. Every key is optional.\nrego:\n  version: v0\n");
    expect((await assay(["test"], { cwd: root })).stdout).toBe("1 passed in 0.00 s\n");
  });

  test("a policy of the API server with its binding in another file, and says which applies to nothing", async () => {
    const { root, read } = folderWith({
      "vap/policy.yaml": policy,
      "vap/bind.yaml": binding,
      "other.yaml": policy.replace("host-network}", "unbound}"),
      "apps/all.yaml": `${pod("plain", "app:1")}---\n${pod("host", "app:1").replace("spec:\n", "spec:\n  hostNetwork: true\n")}`,
    });
    const { stdout } = await assay(["init", root]);
    expect(read("assay.yaml")).toBe(`# What \`assay init\` found. Every key is optional.
controls:
  - id: unbound
    cel:
      - other.yaml
  - id: host-network
    cel:
      - vap/bind.yaml
      - vap/policy.yaml
`);
    expect(stdout).toContain("note: `unbound` (other.yaml) has no binding here, and so applies to nothing\n");
    expect(stdout).toContain("wrote cases/host-network/allow/pod-plain.yaml: recorded from apps/all.yaml\n");
    expect(stdout).toContain("wrote cases/host-network/deny/pod-host.yaml: recorded from apps/all.yaml\n");
  });

  test("a control for each package of Rego, with the modules that it mentions and its unit tests", async () => {
    const { root, read } = folderWith({
      "policies/latest.rego": `package k8s.latest\n\nimport data.lib.images\n\ndeny contains "no version" if images.latest(input.request.object.spec.containers[_].image)\n`,
      "policies/latest_test.rego": `package k8s.latest_test

import data.k8s.latest

test_version if count(latest.deny) == 0 with input as {"request": {"object": {"spec": {"containers": [{"image": "app:1"}]}}}}
`,
      "policies/host.rego": `package k8s.host\n\ndeny contains "host network" if input.request.object.spec.hostNetwork\n`,
      "lib/images.rego": `package lib.images\n\nlatest(image) if endswith(image, ":latest")\n`,
      "app.yaml": pod("app", "app:latest"),
    });
    const { stdout } = await assay(["init", root]);
    expect(stdout.split("\n")[0]).toBe("found: 1 manifest, 3 Rego files, 1 file of Rego unit tests");
    expect(read("assay.yaml")).toContain(`controls:
  - id: host
    rego:
      - policies/host.rego
  - id: latest
    rego:
      - policies/latest.rego
      - lib/images.rego
      - policies/latest_test.rego
`);
    expect((await assay(["test"], { cwd: root })).stdout).toBe("3 passed in 0.00 s\n");
  });

  test("a folder of conftest with rules such as `deny_root`", async () => {
    const { root, read } = folderWith({
      "policy/images.rego": regoV0,
      "policy/root.rego":
        'package main\n\ndeny_root["runs as root"] {\n\tinput.spec.securityContext.runAsUser == 0\n}\n',
      "app.yaml": pod("app", "app:1").replace("spec:\n", "spec:\n  securityContext: {runAsUser: 0}\n"),
    });
    await assay(["init", root]);
    expect(read("assay.yaml")).toBe(`# What \`assay init\` found. Every key is optional.
rego:
  version: v0
  entrypoints:
    - deny
    - violation
    - warn
    - response
    - main/deny_*
controls:
  - id: policy
    rego:
      - policy/*.rego
`);
    expect(read("cases/policy/deny/app.yaml").split("\n")[0]).toContain("which was denied (runs as root)");
    expect((await assay(["test"], { cwd: root })).stdout).toBe("1 passed in 0.00 s\n");
  });

  test("Rego that cannot be read, and says where", async () => {
    const { root, read } = folderWith({
      "a.rego": "package a\n\ndeny contains if {\n",
      "app.yaml": pod("app", "app:1"),
    });
    const { code, stdout } = await assay(["init", root]);
    expect(code).toBe(0);
    expect(stdout).toContain("note: a.rego:3:15: ");
    expect(read("assay.yaml")).toContain("- a.rego");
  });

  test("gator Suites, which run as they lie without any configuration, and records nothing", async () => {
    const { root, files } = folderWith(gatorRepository);
    const { stdout } = await assay(["init", root]);
    expect(stdout.split("\n")[0]).toBe("found: 1 gator suite, 2 objects for Gatekeeper, 4 manifests");
    expect(Object.keys(files()).sort()).toEqual([...Object.keys(gatorRepository), ...tools].sort());
    const { code, stdout: tested } = await assay(["test"], { cwd: root });
    expect([code, tested.split("\n").at(-2)]).toEqual([0, "4 passed (1 without being tried) in 0.00 s"]);
  });

  test("policies that no suite is about, and says so", async () => {
    const { root } = folderWith({ ...gatorRepository, "other/policy.yaml": policy });
    const { stdout } = await assay(["init", root, "--dry-run"]);
    expect(stdout).toContain(
      "note: no test says what the policies in these files do, and nothing is checked of them: other/policy.yaml\n",
    );
  });

  test("gator Suites beside Rego with unit tests, and names both", async () => {
    const { root, read } = folderWith({
      ...gatorRepository,
      "src/size.rego": 'package size\n\nviolation contains {"msg": "too big"} if input.parameters.size > 3\n',
      "src/size_test.rego":
        'package size\n\ntest_big if count(violation) == 1 with input as {"parameters": {"size": 4}}\n',
      "src/untested.rego": 'package untested\n\nviolation contains {"msg": "never"} if false\n',
    });
    await assay(["init", root]);
    expect(read("assay.yaml")).toBe(`# What \`assay init\` found. Every key is optional.
suites:
  - '**/suite.yaml'
controls:
  - id: size
    rego:
      - src/size.rego
      - src/size_test.rego
`);
    const { code, stdout } = await assay(["test"], { cwd: root });
    expect([code, stdout.split("\n").at(-2)]).toEqual([0, "5 passed (1 without being tried) in 0.00 s"]);
  });

  test("a ConstraintTemplate with its Constraint in another file", async () => {
    const { root, read } = folderWith({
      "templates/labels.yaml": template,
      "constraints/owner.yaml": constraint,
      "apps/one.yaml": namespace("one", "owner: b"),
    });
    await assay(["init", root]);
    expect(read("assay.yaml")).toContain(
      "controls:\n  - id: needslabels\n    gatekeeper:\n      - constraints/owner.yaml\n      - templates/labels.yaml\n",
    );
    expect(read("cases/needslabels/deny/one.yaml").split("\n")[0]).toContain("denied (label team is missing)");
    expect((await assay(["test"], { cwd: root })).stdout).toBe("2 passed in 0.00 s\n");
  });

  test("charts and kustomizations, and only says so", async () => {
    const { root } = folderWith({
      ...bare,
      "chart/Chart.yaml": "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
      "chart/templates/pod.yaml": "kind: Pod\nmetadata: {{ .Values.metadata }}\n",
      "base/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n",
    });
    const { stdout } = await assay(["init", root, "--dry-run"]);
    expect(stdout.split("\n")[0]).toBe(
      "found: 3 manifests, 1 Rego file, 1 Helm chart (not rendered), 1 kustomization (not built)",
    );
  });

  test("nothing, and says what to do", async () => {
    const { root, files } = folderWith({ "app.yaml": pod("app", "app:1") });
    const { code, stderr } = await assay(["init", root]);
    expect([code, stderr.replace(root, "ROOT")]).toEqual([
      2,
      "error: `ROOT` holds no policy that can be judged; `assay new control <id>` writes one\n",
    ]);
    expect(Object.keys(files())).toEqual(["app.yaml"]);
  });
});

describe("assay init leaves what is there", () => {
  test("and adds to package.json only what is missing, in its own indentation and order", async () => {
    const written = `{\n\t"name": "team",\n\t"files": ["a", "b"],\n\t"devDependencies": {\n\t\t"zod": "4.0.0"\n\t},\n\t"license": "MIT"\n}\n`;
    const { root, read } = folderWith({ ...bare, "package.json": written, "pnpm-lock.yaml": "" });
    const { stdout } = await assay(["init", root]);
    const { version, devDependencies } = packageJson;
    expect(read("package.json")).toBe(
      written
        .replace('\t\t"zod"', `\t\t"assay": "^${version}",\n\t\t"vitest": "^${devDependencies.vitest}",\n\t\t"zod"`)
        .replace('"MIT"\n', '"MIT",\n\t"scripts": {\n\t\t"test": "vitest run"\n\t}\n'),
    );
    expect(stdout).toContain("added to package.json: `assay`, `vitest`, the script `test`\n");
    expect(stdout).toContain("next: `pnpm install`, then `pnpm test`; commit the files with pnpm-lock.yaml\n");
    expect(read(".github/workflows/assay.yml")).toContain("- run: pnpm install --frozen-lockfile\n");
  });

  test("and says what must be done by hand", async () => {
    const there = {
      "package.json":
        '{"type": "module", "scripts": {"test": "mocha"}, "devDependencies": {"assay": "1", "vitest": "5"}}',
      "vite.config.js": "export default {};\n",
      ".gitignore": "dist/\n",
      ".github/workflows/assay.yml": "on: push\n",
      "assay.yaml":
        "controls: [{id: mine, rego: [no-latest.rego], cases: [cases/mine/*/*.yaml]}]\nrego: {version: v0}\n",
    };
    const { root, files } = folderWith({ ...bare, ...there });
    const { stdout } = await assay(["init", root, "--no-record"]);
    expect(stdout).toBe(`found: 3 manifests, 1 Rego file
left assay.yaml: it is there already
left vite.config.js: it is there already
left package.json: it has all that is needed
left .github/workflows/assay.yml: it is there already
left .gitignore: it is there already
to do: add \`policies()\` of \`assay/vitest\` to \`plugins\` in vite.config.js
to do: \`npm test\` runs \`mocha\`: make it run \`vitest run\` too
to do: add \`node_modules/\` to .gitignore
nothing to write: all files are there
`);
    expect(files()).toEqual({ ...bare, ...there });
  });

  test("and refuses a configuration that is broken", async () => {
    const { root } = folderWith({ ...bare, "assay.yaml": "casses: x\n" });
    expect((await assay(["init", root])).stderr).toBe("error: assay.yaml:1:1: unknown key `casses`\n");
  });
});

describe("npm test after assay init", () => {
  test("runs the recorded cases, and fails with the place once the policy changes", async () => {
    const { root } = folderWith(bare);
    await assay(["init", root]);
    installInto(root);
    const green = npmTest(root);
    expect([green.code, green.counts]).toEqual([0, { passed: 2, failed: 0 }]);
    writeFileSync(join(root, "no-latest.rego"), regoV0.replace("endswith", "not endswith"));
    const red = npmTest(root);
    expect([red.code, red.counts]).toEqual([1, { passed: 0, failed: 2 }]);
    expect(red.messages[0]).toContain("cases/no-latest/allow/good.yaml:3:1");
  });

  test("runs the suites of a repository of gator's, and fails once one expects something else", async () => {
    const { root, read } = folderWith(gatorRepository);
    await assay(["init", root]);
    installInto(root);
    const green = npmTest(root);
    expect([green.code, green.counts]).toEqual([0, { passed: 4, failed: 0 }]);
    const path = "tests/labels/suite.yaml";
    writeFileSync(join(root, path), read(path).replace("violations: 1,", "violations: 2,"));
    const red = npmTest(root);
    expect([red.code, red.counts]).toEqual([1, { passed: 3, failed: 1 }]);
    expect(red.messages[0]).toContain(`${path}:18:9`);
  });
});

/** What `npm install` would put there: this checkout, and the vitest that it has. */
function installInto(root: string): void {
  const checkout = join(import.meta.dirname, "../..");
  mkdirSync(join(root, "node_modules/.bin"), { recursive: true });
  symlinkSync(checkout, join(root, "node_modules/assay"), "dir");
  symlinkSync(join(checkout, "node_modules/vitest"), join(root, "node_modules/vitest"), "dir");
  symlinkSync(join(checkout, "node_modules/.bin/vitest"), join(root, "node_modules/.bin/vitest"));
}

function npmTest(root: string): {
  readonly code: number | null;
  readonly counts: { readonly passed: number; readonly failed: number };
  readonly messages: readonly string[];
} {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:VITEST|npm_)/.test(name)));
  const PATH = `${join(import.meta.dirname, "../../node_modules/.bin")}:${process.env["PATH"]}`;
  const report = join(root, "report.json");
  const args = ["test", "--", "--reporter=json", `--outputFile=${report}`];
  const { status } = spawnSync("npm", args, { cwd: root, encoding: "utf8", env: { ...env, PATH } });
  const json = JSON.parse(readFileSync(report, "utf8")) as VitestJson;
  return {
    code: status,
    counts: { passed: json.numPassedTests, failed: json.numFailedTests },
    messages: json.testResults
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap(({ assertionResults }) => assertionResults.flatMap(({ failureMessages }) => failureMessages)),
  };
}

interface VitestJson {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[];
  }[];
}
