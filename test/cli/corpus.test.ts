import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Report } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { campaignProject } from "./_campaign.ts";

const control = ["--control", "latest"];

/** The report of a comparison, with times made equal. */
async function compare(root: string, args: readonly string[]): Promise<Report> {
  const { stdout, stderr } = await assay(["compare", ...control, "--format", "json", ...args], { cwd: root });
  expect(stderr).toBe("");
  return JSON.parse(stdout, (key, value: unknown) => (key === "milliseconds" ? 0 : value)) as Report;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const contentsOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesIn(folder).map((file) => [file.slice(folder.length), readFileSync(file, "utf8")]));

/** A corpus holds nothing but whole trials, each under the name of its content. */
function expectWhole(folder: string): void {
  for (const file of filesIn(folder)) {
    const text = readFileSync(file, "utf8");
    expect(basename(file)).toBe(`${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`);
    expect(JSON.parse(text)).toMatchObject({ request: { operation: expect.any(String) }, world: {} });
  }
}

describe("a corpus", () => {
  test("keeps what reached something new, and is judged after the cases at the next start", async () => {
    const { root } = campaignProject();
    const before = await compare(root, ["--runs", "300", "--corpus", "corpus"]);
    const kept = filesIn(join(root, "corpus"));
    expect(kept.length).toBeGreaterThan(3);
    expectWhole(join(root, "corpus"));
    const after = await compare(root, ["--runs", "0", "--corpus", "corpus"]);
    expect(after.comparisons?.[0]?.cases).toBe((before.comparisons?.[0]?.cases ?? 0) + kept.length);
    expect(filesIn(join(root, "corpus"))).toEqual(kept);
    const origins = after.findings.flatMap((one) => (one.kind === "difference" ? one.origins : []));
    expect(origins.length).toBeGreaterThan(0);
    for (const origin of origins)
      expect(origin).toMatchObject({ case: expect.stringMatching(/^corpus\/\w{16}\.json$/) });
  });

  test("that is the same gives the same run and the same corpus", async () => {
    const { root } = campaignProject();
    await compare(root, ["--runs", "100", "--corpus", "first"]);
    cpSync(join(root, "first"), join(root, "second"), { recursive: true });
    const reports = await Promise.all(
      ["first", "second"].map((folder) => compare(root, ["--runs", "300", "--seed", "5", "--corpus", folder])),
    );
    const [first, second] = reports.map((report) => JSON.stringify(report).replaceAll("second", "first"));
    expect(second).toEqual(first);
    expect(contentsOf(join(root, "second"))).toEqual(contentsOf(join(root, "first")));
  });

  test("is shared by shards that run at the same time", async () => {
    const { root } = campaignProject();
    const shards = [1, 2].map((index) => ["--shard", `${index}/2`, "--runs", "300", "--corpus", "corpus"]);
    const reports = await Promise.all([...shards, ...shards].map((args) => compare(root, args)));
    expect(reports.flatMap(({ problems }) => problems)).toEqual([]);
    expect(filesIn(join(root, "corpus")).length).toBeGreaterThan(3);
    expectWhole(join(root, "corpus"));
  });

  test("finds a difference again, whatever it has grown to since", async () => {
    const { root } = campaignProject();
    const { findings } = await compare(root, ["--runs", "300", "--corpus", "corpus"]);
    const found = findings.find((one) => one.kind === "difference");
    await compare(root, ["--runs", "300", "--seed", "9", "--corpus", "corpus"]);
    const [, command, ...words] = found?.replay?.split(" ") ?? [];
    expect([command, words.includes("corpus")]).toEqual(["compare", true]);
    const again = await compare(
      root,
      words.filter((word) => !control.includes(word)),
    );
    const shown = again.findings.flatMap((one) => (one.kind === "difference" ? [one.trial] : []));
    expect(shown).toEqual([found?.trial]);
    expect(again.comparisons?.[0]).toMatchObject({ cases: 1, generated: 0 });
  });

  test("with broken files says which, and judges the rest", async () => {
    const { root, write } = campaignProject();
    const trial = { request: { operation: "CREATE", object: { json: { kind: "Pod" } } }, world: {} };
    const broken: Readonly<Record<string, string>> = {
      "a.json": `{"request": {\n`,
      "b.json": "[]",
      "c.json": JSON.stringify({ request: { ...trial.request, operation: "PATCH" }, world: {} }),
      "d.json": JSON.stringify({ ...trial, world: { raw: "yes" } }),
      "e.json": JSON.stringify({ request: { operation: "CREATE" }, world: {} }),
      "f.json": JSON.stringify({ ...trial, more: 1 }),
    };
    for (const [file, text] of Object.entries(broken)) write(`corpus/latest/${file}`, text);
    write("corpus/latest/0.json", JSON.stringify(trial));
    write("corpus/latest/README.md", "no trial");
    write("corpus/latest/0.json.1.tmp", "{");
    write("corpus/other/a.json", "{");
    const { problems, comparisons } = await compare(root, ["--runs", "0", "--corpus", "corpus"]);
    const say = (file: string, what: string) => `\`corpus/latest/${file}\` is no trial of a corpus: ${what}`;
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(say("a.json", "it is not JSON")),
      say("b.json", "it is not an object"),
      say("c.json", "`request.operation` is none"),
      say("d.json", "`raw` must be of type boolean"),
      say("e.json", "it has no object"),
      say("f.json", "it has the unknown key `more`"),
    ]);
    expect(problems.map(({ place }) => place?.path)).toEqual(
      Object.keys(broken).map((file) => `corpus/latest/${file}`),
    );
    expect(comparisons?.[0]?.cases).toBe(8);
  });

  test("that cannot be read, written or searched is a problem", async () => {
    const { root, write } = campaignProject();
    write("file", "");
    write("folder/latest", "");
    const messages = async (...args: readonly string[]) =>
      (await compare(root, args)).problems.map(({ message }) => message);
    expect(await messages("--runs", "0", "--corpus", "file")).toEqual([
      "the corpus `file` cannot be read: it is no folder",
    ]);
    expect(await messages("--runs", "50", "--corpus", "folder")).toEqual([
      "the corpus `folder` cannot be written: a file stands where a folder must be",
    ]);
    expect(await messages("--corpus", "none", "--case", "corpus/1.json")).toEqual([
      "no trial of the corpus `none` has `corpus/1.json` in its name",
    ]);
  });
});
