import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { labels, mutating, validating } from "../compare/_planted-mutations.ts";
import { projectOf } from "../load/_project.ts";
import { assay, copyOf } from "./_assay.ts";

/** A project whose policies look at `containers` alone, with properties. */
function projectWith(...lines: readonly string[]): ReturnType<typeof copyOf> {
  const project = copyOf("project-ports");
  project.write("assay.yaml", `runs: 30\nproperties:\n  ports: [${lines.join(", ")}]\n`);
  return project;
}

async function reported(
  root: string,
  ...args: readonly string[]
): Promise<Report & { readonly lines: readonly string[] }> {
  const { stdout } = await assay(["test", "--format", "json", ...args], { cwd: root });
  const report = JSON.parse(stdout) as Report;
  const lines = report.outcomes.map((one) => `${one.case} [${one.engine}] ${one.status}`);
  return { ...report, lines };
}

const onlyProperties = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith("property "));

describe("assay test with properties in assay.yaml", () => {
  test("checks each on every engine that it is asked of, beside the cases", async () => {
    const { root } = projectWith(
      "labels-alike",
      "{property: order-alike, engines: [cel]}",
      "{property: labels-alike, raw: true}",
    );
    const { lines, findings, problems } = await reported(root);
    expect([findings, problems]).toEqual([[], []]);
    expect(lines).toHaveLength(10);
    expect(onlyProperties(lines)).toEqual([
      "property labels-alike [rego] passed",
      "property labels-alike [cel] passed",
      "property order-alike [cel] passed",
      "property labels-alike (raw) [rego] passed",
    ]);
  });

  test("finds the list of containers that the policies forget, exits 1, and finds it again by the command it prints", async () => {
    const { root } = projectWith("container-lists-alike");
    const { findings, lines } = await reported(root);
    expect(onlyProperties(lines)).toEqual([
      "property container-lists-alike [rego] failed",
      "property container-lists-alike [cel] failed",
    ]);
    for (const finding of findings) {
      if (finding.kind !== "broken-property") throw new Error(`it is ${finding.kind}`);
      expect(finding).toMatchObject({
        place: { path: "assay.yaml", line: 3, column: 11 },
        before: { decision: "deny" },
      });
      const [, ...words] = (finding.replay ?? "").split(" ");
      const again = await assay(words, { cwd: root });
      expect(again.code).toBe(1);
      expect(again.stdout).toContain(finding.differences[0]);
      expect(again.stdout).toContain("0 passed, 1 failed");
    }
    expect(findings).toHaveLength(2);
  });

  test("finds again what other controls have against a mutation, by the command that it prints", async () => {
    const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec: {containers: [{name: app, image: a}]";
    const uses = ["strict", "bare"].map((id) => `{property: mutation-keeps-allowed, controls: [${id}]}`);
    const root = projectOf({
      "assay.yaml": `properties:\n  team: [${uses.join(", ")}]\n`,
      "cel/team/policy.yaml": mutating("team", labels("'team': 'a'")),
      "cel/bare/policy.yaml": validating("bare", "!has(object.metadata.labels)"),
      "cel/strict/policy.yaml": validating(
        "strict",
        "!has(object.metadata.labels) || object.spec.?hostname.orValue('') != 'rare'",
      ),
      "cases/team/allow/own.yaml": `${pod}}\n`,
      "cases/strict/allow/rare.yaml": `${pod}, hostname: rare}\n`,
    });
    const { findings } = await reported(root, "--control", "team");
    const broken = findings.flatMap((one) => (one.kind === "broken-property" ? [one] : []));
    const command = "assay test --control team --property mutation-keeps-allowed --engine cel";
    expect(broken.map(({ replay }) => replay)).toEqual([command, `${command} --case own`]);
    for (const { replay = "", differences } of broken) {
      const again = await assay(replay.split(" ").slice(1), { cwd: root });
      expect(again.stdout).toContain(differences[0]);
    }
  });

  test("leaves out what is listed as known, while it still breaks", async () => {
    const { root, write } = projectWith("container-lists-alike", "labels-alike");
    const entry = (property: string, engines: string): string =>
      `- {control: ports, engines: [${engines}], property: ${property}, reason: an example}\n`;
    write("known-differences.yaml", entry("container-lists-alike", "rego, cel") + entry("labels-alike", "cel"));
    const { lines, findings, outcomes, counts } = await reported(root);
    expect(onlyProperties(lines)).toEqual([
      "property container-lists-alike [rego] skipped",
      "property container-lists-alike [cel] skipped",
      "property labels-alike [rego] passed",
      "property labels-alike [cel] passed",
    ]);
    expect(outcomes.flatMap(({ reason }) => reason ?? [])).toEqual(["known: an example", "known: an example"]);
    expect(counts).toEqual({ passed: 8, failed: 0, skipped: 2 });
    expect(findings).toEqual([
      {
        kind: "stale-difference",
        control: "ports",
        place: { path: "known-differences.yaml", line: 2, column: 3 },
        message: "a known difference is none: `labels-alike` holds on `cel`; take it off the list",
      },
    ]);
  });

  test("says the same at every run", async () => {
    const { root } = projectWith("container-lists-alike", "locality", "update-alike");
    const runs = await Promise.all([1, 2].map(() => assay(["test"], { cwd: root })));
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]?.code).toBe(1);
  });

  test("takes a property for a finding that nothing could be checked with", async () => {
    const { root, write } = projectWith("version-plateau");
    write("assay.yaml", `properties:\n  ports: [{property: version-plateau, param: level, breakpoints: ["1.0"]}]\n`);
    for (const path of ["allow/container-port.yaml", "deny/host-port.yaml"]) {
      const name = path.replace("/", "-").replace(".yaml", "");
      write(`cases/ports/${path}`, "# moved\n");
      write(
        `cases/ports/${name}.case.yaml`,
        `case: ${name}\nrequest: {object: {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}}\nparams: {level: none}\nexpect: {decision: allow, engines: {cel: {decision: allow}}}\n`,
      );
    }
    const { findings } = await reported(
      root,
      "--property",
      "version-plateau",
      "--engine",
      "rego",
      "--case",
      "allow-container-port",
    );
    expect(findings).toEqual([
      {
        kind: "unchecked",
        control: "ports",
        case: "property version-plateau (level) [rego]",
        place: { path: "assay.yaml", line: 2, column: 11 },
        message: "no request could be changed so that it says something",
      },
    ]);
  });
});

describe("what is asked for decides whether properties are checked", () => {
  const checked = async (...args: readonly string[]): Promise<readonly string[]> => {
    const project = projectWith("labels-alike", "names-alike");
    return (await reported(project.root, ...args)).lines;
  };

  test("none are with --runs 0, nor where single cases are asked for", async () => {
    expect(onlyProperties(await checked("--runs", "0"))).toEqual([]);
    expect(onlyProperties(await checked("--case", "host-port"))).toEqual([]);
    expect(onlyProperties(await checked(join("cases", "ports", "deny")))).toEqual([]);
  });

  test("they alone are with --property", async () => {
    expect(await checked("--property", "names-alike")).toEqual([
      "property names-alike [rego] passed",
      "property names-alike [cel] passed",
    ]);
  });

  test("of shards one checks them", async () => {
    const shards = await Promise.all([1, 2, 3].map((index) => checked("--shard", `${index}/3`)));
    expect(shards.map((lines) => onlyProperties(lines).length)).toEqual([4, 0, 0]);
    expect(shards.flat().sort()).toEqual((await checked()).toSorted());
  });

  test("one that no selected control has is a problem", async () => {
    const project = projectWith("labels-alike");
    const { code, stdout } = await assay(["test", "--property", "locality"], { cwd: project.root });
    expect([code, stdout]).toEqual([
      2,
      "Problems\n  ✗ [nothing-found]\n    no selected control has the property `locality`\n    properties: `labels-alike`\n\nNothing was checked.\n0 passed, 1 problem in 0.00 s\n",
    ]);
  });
});
