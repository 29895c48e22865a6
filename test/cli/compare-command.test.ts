import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Place, placeText } from "../../harness/model/index.ts";
import { assay, copyOf } from "./_assay.ts";

/** Cases alone: what is generated is tested elsewhere. */
const cases = ["--runs", "0"];
const list = "known-differences.yaml";
const entry = (name: string): string =>
  `- {control: host-network, engines: [cel, rego], case: ${name}, reason: the node agent needs the host}\n`;
const found = `host-network
  ✗ \`rego\` denies, \`cel\` allows
    rego: deny; messages: \`host network (data.host_network.deny)\`
    cel:  allow
      apiVersion: v1
      kind: Pod
      metadata:
        name: node-agent
      spec:
        containers:
          - name: a
            image: a
        hostNetwork: true
    found as case \`node-agent\`
    again: assay compare rego cel --control host-network --case node-agent --runs 0
`;

describe("assay compare", () => {
  test("shows the smallest request on which two engines differ, and not what a case expects of them", async () => {
    const { root } = copyOf("project-twins");
    expect(await assay(["compare", ...cases], { cwd: root })).toEqual({
      code: 1,
      stdout: `${found}
✗ host-network  rego ~ cel  3 agree, 1 differ, denied 3 ~ 2
✓ host-network  rego ~ podsecurity  3 agree, 1 differ, denied 3 ~ 2, 1 known difference

2 comparisons of 8 requests, 1 difference in 0.00 s
`.replace("rego ~ cel  3", "rego ~ cel          3"),
      stderr: "",
    });
  });

  test("finds it again with the command that it prints, also among generated requests", async () => {
    const { root, remove } = copyOf("project-twins");
    remove("cases/host-network/deny/node-agent.yaml");
    const { stdout } = await assay(["compare", "rego", "cel"], { cwd: root });
    const differences = [...stdout.matchAll(/^ {2}✗ .*$/gm)].map(([line]) => line);
    const commands = [...stdout.matchAll(/^ {4}again: assay (.*)$/gm)].map(([, words = ""]) => words.split(" "));
    expect(differences.length).toBeGreaterThan(0);
    expect(commands).toHaveLength(differences.length);
    for (const [index, words] of commands.entries()) {
      const again = await assay(words, { cwd: root });
      expect([again.code, again.stdout.split("\n")[1]]).toEqual([1, differences[index]]);
    }
  });

  test.for([
    [["rego", "cel"], "rego/host-network/policy.rego:7"],
    [["cel", "rego"], "rego/host-network/policy.rego:7"],
    [["podsecurity", "cel"], "cel/host-network/policy.yaml:15"],
  ] as const)(
    "says where a policy decides what only generated requests show to differ, of %j",
    async ([sides, place]) => {
      const { root, remove } = copyOf("project-twins");
      remove("cases/host-network/deny/node-agent.yaml");
      const { stdout } = await assay(["compare", ...sides, "--format", "json"], { cwd: root });
      const { findings } = JSON.parse(stdout) as { findings: readonly { kind: string; policyAt?: Place }[] };
      const places = findings.filter(({ kind }) => kind === "difference").map(({ policyAt }) => policyAt);
      expect(places.length).toBeGreaterThan(0);
      expect(new Set(places.map((one) => one && placeText(one)))).toEqual(new Set([place]));
    },
  );

  test("is clean where the engines agree", async () => {
    const { root, edit } = copyOf("project-twins");
    edit("cel/host-network/policy.yaml", (text) => text.replace(" || object.metadata.name == 'node-agent'", ""));
    expect(await assay(["compare", "rego", "cel", ...cases], { cwd: root })).toEqual({
      code: 0,
      stdout:
        "✓ host-network  rego ~ cel  4 agree, denied 3 ~ 3\n\n1 comparison of 4 requests, no difference in 0.00 s\n",
      stderr: "",
    });
  });

  test("generates beside PodSecurity only what PodSecurity can deny", async () => {
    const { root, edit } = copyOf("project-twins");
    edit("rego/host-network/policy.rego", (text) =>
      text.replace(
        "spec.hostNetwork == true",
        'some field in {"hostNetwork", "hostPID", "hostIPC"}\n\tspec[field] == true',
      ),
    );
    const { code, stdout } = await assay(["compare", "rego", "podsecurity", "--runs", "200"], { cwd: root });
    expect(stdout).toMatch(/^✓ host-network {2}rego ~ podsecurity {2}\d+ agree, 1 differ,.* 1 known difference\n/);
    expect(code).toBe(0);
  });
});

describe("a known difference", () => {
  test("is no finding, and its reason is shown", async () => {
    const { root, write } = copyOf("project-twins");
    write(list, entry("node-agent"));
    expect(await assay(["compare", "rego", "cel", ...cases], { cwd: root })).toEqual({
      code: 0,
      stdout: `✓ host-network  rego ~ cel  3 agree, 1 differ, denied 3 ~ 2, 1 known difference
  ~ known: the node agent needs the host (case \`node-agent\`)

1 comparison of 4 requests, no difference in 0.00 s
`,
      stderr: "",
    });
  });

  test("is known of generated requests with the same cause too, in every shard and whatever case is selected", async () => {
    const { root, write, edit } = copyOf("project-twins");
    const one = "object.metadata.name == 'node-agent'";
    edit("cel/host-network/policy.yaml", (text) => text.replace(one, "object.metadata.name.startsWith('node-')"));
    write(list, entry("node-agent"));
    for (const more of [[], ["--shard", "1/2"], ["--shard", "2/2"], ["--case", "plain"]]) {
      const { stdout } = await assay(["compare", "rego", "cel", "--runs", "200", ...more], { cwd: root });
      expect([more, stdout]).toEqual([more, expect.not.stringContaining("✗")]);
    }
  });

  test.for([
    ["host-network", "`cel` and `rego` do not differ on the case `host-network` any more"],
    ["nope", "the control `host-network` has no case `nope`"],
  ])("on the case %s is stale", async ([name = "", why]) => {
    const { root, write, edit } = copyOf("project-twins");
    edit("cel/host-network/policy.yaml", (text) => text.replace(" || object.metadata.name == 'node-agent'", ""));
    write(list, entry(name));
    expect(await assay(["compare", "rego", "cel", ...cases], { cwd: root })).toEqual({
      code: 1,
      stdout: `host-network
  ! a known difference is none: ${why}; take it off the list
    at known-differences.yaml:1:3

✓ host-network  rego ~ cel  4 agree, denied 3 ~ 3

1 comparison of 4 requests, no difference, 1 no longer there in 0.00 s
`,
      stderr: "",
    });
  });

  test.for([
    ["- {control: nope, engines: [cel, rego], case: x, reason: none}\n", "there is no control `nope`"],
    [
      "- {control: sysctls, engines: [cel, rego], case: msgmax, reason: none}\n",
      "the control `sysctls` has no policy for `cel`",
    ],
  ])("that is about nothing is stale: %j", async ([text = "", why]) => {
    const { root, write } = copyOf("project-twins");
    write(list, text);
    const { code, stdout } = await assay(["compare", "rego", "podsecurity", ...cases], { cwd: root });
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining(`  ! a known difference is none: ${why}; take it off the list\n    at ${list}:1:3\n`),
    ]);
  });

  test.for([
    [["compare", "rego", "podsecurity"]],
    [["compare", "rego", "cel", "--case", "plain"]],
    [["compare", "rego", "cel@1.31"]],
    [["compare", "rego", "cel", "--kubernetes", "1.31"]],
  ])("that %j does not check is not stale", async ([args = []]) => {
    const { root, write } = copyOf("project-twins");
    write(list, entry("host-network"));
    const { stdout } = await assay([...args, ...cases], { cwd: root });
    expect(stdout).not.toContain("known difference is none");
  });
});

describe("assay compare --write-cases", () => {
  test("writes a difference as a case on which exactly the right side fails", async () => {
    const { root } = copyOf("project-twins");
    const { code, stderr } = await assay(["compare", "rego", "cel", "--write-cases", ...cases], { cwd: root });
    const folder = join(root, "cases/host-network/found");
    const [file = "", ...others] = readdirSync(folder);
    expect([code, stderr, others]).toEqual([1, `wrote cases/host-network/found/${file}\n`, []]);
    expect(file).toMatch(/^cel-allows-what-rego-denies-[0-9a-f]{8}\.case\.yaml$/);
    const name = file.replace(".case.yaml", "");
    expect(
      readFileSync(join(folder, file), "utf8"),
    ).toBe(`# Found by \`assay compare\`: \`rego\` denies, \`cel\` allows. This expects what \`rego\` says, until somebody decides.
# rego: deny; messages: \`host network (data.host_network.deny)\`
# cel: allow
# again: assay compare rego cel --control host-network --case node-agent --runs 0
case: ${name}
request:
  operation: CREATE
  object:
    apiVersion: v1
    kind: Pod
    metadata:
      name: node-agent
    spec:
      containers:
        - name: a
          image: a
      hostNetwork: true
expect:
  decision: deny
  messages:
    - host network
`);
    expect(await assay(["test", "--engine", "rego,cel", "--case", name], { cwd: root })).toEqual({
      code: 1,
      stdout: `host-network
  ✗ ${name} [cel]
    expected: deny; messages: \`host network\`
    got:      allow
    at cases/host-network/found/${file}:18:1

1 passed, 1 failed in 0.00 s
`,
      stderr: "",
    });
  });

  test("overwrites nothing", async () => {
    const { root } = copyOf("project-twins");
    const args = ["compare", "rego", "cel", "--write-cases", "--case", "node-agent", ...cases];
    const [, path = ""] = /^wrote (.*)\n$/.exec((await assay(args, { cwd: root })).stderr) ?? [];
    const text = readFileSync(join(root, path), "utf8");
    expect((await assay(args, { cwd: root })).stderr).toBe(`not written: \`${path}\` is there already\n`);
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  test("writes the release under which the right side differs", async () => {
    const { root } = copyOf("project-twins");
    const args = ["compare", "podsecurity@1.37", "podsecurity@1.31", "--control", "sysctls", "--write-cases", ...cases];
    const [, path = ""] = /^wrote (.*)\n$/.exec((await assay(args, { cwd: root })).stderr) ?? [];
    expect(path).toMatch(
      /^cases\/sysctls\/found\/podsecurity-1\.31-denies-what-podsecurity-1\.37-allows-[0-9a-f]{8}\.case\.yaml$/,
    );
    expect(readFileSync(join(root, path), "utf8")).toContain("kubernetes: '1.31'\nexpect:\n  decision: allow\n");
    const { stdout } = await assay(["test", path], { cwd: root });
    expect(stdout).toContain(
      "    expected: allow\n    got:      deny; messages: `forbidden sysctls (net.ipv4.tcp_rmem) (sysctls)`",
    );
  });

  test("says what belongs to no control", async () => {
    const { root } = copyOf("project-twins");
    const args = ["compare", "rego:rego/host-network", "cel:cel/host-network", "--write-cases", ...cases];
    const { stderr } = await assay(args, { cwd: root });
    expect(stderr).toBe(
      "not written: policies: `rego:rego/host-network` denies, `cel:cel/host-network` allows: it belongs to no control; name one with --control\n",
    );
  });
});

describe("releases of Kubernetes", () => {
  test("are compared with their neighbours: where a policy compiles, and where its verdicts change", async () => {
    const { root } = copyOf("project-twins");
    const { code, stdout } = await assay(["compare", "--kubernetes", "1.28..1.37", ...cases], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain("host-network\n  ! not checked\n    `cel` does not compile under 1.28: ");
    expect(stdout).toContain("unsupported syntax '.?'");
    expect(stdout).toContain(`sysctls
  ✗ \`podsecurity@1.31\` denies, \`podsecurity@1.32\` allows
    podsecurity@1.31: deny; messages: \`forbidden sysctls (net.ipv4.tcp_rmem) (sysctls)\``);
    expect(stdout).toContain(
      "    again: assay compare podsecurity --control sysctls --case tcp-rmem --runs 0 --kubernetes 1.31,1.32\n",
    );
    expect(stdout).toMatch(
      /\n✗ host-network {2}cel {10}compiles 1\.29\.\.1\.37; 4 requests judged alike\n✓ host-network {2}podsecurity {2}compiles 1\.28\.\.1\.37; 4 requests judged alike\n✗ sysctls {2}podsecurity {7}compiles 1\.28\.\.1\.37; changes at 1\.32\n\n3 comparisons of 10 requests, 1 difference, 1 not checked in 0\.00 s\n$/,
    );
  });

  test("of one side alone", async () => {
    const { root } = copyOf("project-twins");
    const args = ["compare", "cel", "--kubernetes", "1.29,1.37", "--runs", "20"];
    const { code, stdout } = await assay(args, { cwd: root });
    expect(stdout).toMatch(/^✓ host-network {2}cel {2}compiles 1\.29\.\.1\.37; \d+ requests judged alike\n/);
    expect(code).toBe(0);
  });

  test.for([
    [["compare", "--kubernetes", "1.20..1.37"], "`kubernetes` must be a release from `1.26` to `1.37`, not `1.20`"],
    [
      ["compare", "rego", "--kubernetes", "1.30..1.31"],
      "`rego`: Rego is the same in every release of Kubernetes; name `cel` or `podsecurity`",
    ],
    [
      ["compare", "cel@1.30", "--kubernetes", "1.30..1.31"],
      "`cel@1.30` is of one release: leave it out, or give --kubernetes one release",
    ],
    [
      ["compare", "rego", "cel", "--kubernetes", "1.30..1.31"],
      "with several releases in --kubernetes one side is compared with itself: name one side",
    ],
    [["compare", "--kubernetes", "1.31..1.30"], "It must look like 1.31, 1.30,1.34 or 1.30..1.37."],
    [
      ["test", "--engine", "cluster", "--kubernetes", "1.30..1.31"],
      "a cluster is of one release: leave the engine `cluster` out, or give --kubernetes one release",
    ],
  ] as [string[], string][])("%j is bad usage", async ([args, words]) => {
    const { root } = copyOf("project-twins");
    const { code, stdout, stderr } = await assay([...args], { cwd: root });
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining(words)]);
  });

  test("each judge the cases that name none; the outcome names the release", async () => {
    const { root, write } = copyOf("project-twins");
    const pod = readFileSync(join(root, "cases/sysctls/deny/msgmax.yaml"), "utf8").replaceAll(/^(?=.)/gm, "    ");
    write(
      "cases/sysctls/own.case.yaml",
      `case: own\nrequest:\n  object:\n${pod}kubernetes: "1.30"\nexpect: {decision: deny}\n`,
    );
    const args = ["test", "--control", "sysctls", "--kubernetes", "1.31..1.32", "--format", "json"];
    const { code, stdout } = await assay(args, { cwd: root });
    const { outcomes } = JSON.parse(stdout) as { readonly outcomes: readonly Record<"case" | "status", string>[] };
    expect(outcomes.map((outcome) => [outcome.case, outcome.status])).toEqual([
      ["tcp-rmem@1.31", "failed"],
      ["tcp-rmem@1.32", "passed"],
      ["msgmax@1.31", "passed"],
      ["msgmax@1.32", "passed"],
      ["own", "passed"],
    ]);
    expect(code).toBe(1);
  });
});
