import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noHostNetwork, startIn } from "./_running.ts";

const seed = 20261126;
const former = `{"former": "report"}\n`;
/** In milliseconds from the start: while policies compile, while requests are compared, while differences are shrunk. */
const moments = (count: number): readonly number[] =>
  fc.sample(fc.integer({ min: 50, max: 2500 }), { seed, numRuns: count });

const files = {
  "rego/c/policy.rego": `package c\n\ndeny contains "no" if input.request.object.spec.hostPID\n`,
  "cel/c/policy.yaml": noHostNetwork,
  "cases/c/allow/pod.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n",
  "report.json": former,
};
const campaign = ["compare", "--time", "1h", "--shard", "1/2", "--corpus", "corpus"];

interface Report {
  readonly exitCode: number;
  readonly interrupted?: boolean;
  readonly comparisons: readonly { readonly generated: number; readonly samples: readonly unknown[] }[];
}

/** Whatever ends a run, what lies in its corpus under a trial's name is whole. */
function expectWholeCorpus(root: string): void {
  const folder = join(root, "corpus", "c");
  for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : []) {
    const text = readFileSync(join(folder, file), "utf8");
    expect(`${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`).toBe(basename(file));
  }
}

describe.skipIf(process.platform !== "linux")("a campaign that is cut short", () => {
  test.each([...moments(4), 4000])(
    "by Ctrl-C after %i ms leaves what it found in a whole report, and no engine",
    async (moment) => {
      const run = startIn(files, campaign);
      await run.after(moment);
      run.signalGroup("SIGINT");
      const { code, signal } = await run.ended;
      if (signal === "SIGINT") expect(run.report()).toBe(former);
      else {
        const report = JSON.parse(run.report()) as Report;
        expect([code, report.exitCode, report.interrupted]).toEqual([2, 2, true]);
        if (moment === 4000) expect(report.comparisons[0]?.generated).toBeGreaterThan(0);
      }
      expectWholeCorpus(run.root);
      expect(run.strays()).toEqual([]);
      await run.nothingLeft();
    },
  );

  test.each(moments(4))("by kill -9 after %i ms leaves a corpus of whole files, and no engine", async (moment) => {
    const run = startIn(files, campaign);
    await run.after(moment);
    run.kill();
    await run.ended;
    expect(run.report()).toBe(former);
    expectWholeCorpus(run.root);
    await run.nothingLeft();
  });
});
