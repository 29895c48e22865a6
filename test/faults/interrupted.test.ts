import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kill, noHostNetwork, startIn } from "./_running.ts";

const seed = 20261122;
const podCount = 1000;
const engineCount = 3;
const former = `{"former": "report"}\n`;
/** Moments of a run, in milliseconds from its start: before, while and after the engines judge. */
const moments = (count: number): readonly number[] =>
  fc.sample(fc.integer({ min: 20, max: 1200 }), { seed, numRuns: count });

const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: b}]}\n---\n`;
const cases = Array.from({ length: podCount }, (_, index) => pod(`p${index}`)).join("");
const files = {
  "assay.yaml": "engines: [rego, topdown, cel]\n",
  "rego/c/policy.rego": `package c\n\ndeny contains "no" if input.request.object.spec.hostNetwork\n`,
  "cel/c/policy.yaml": noHostNetwork,
  "cases/c/allow/pods.yaml": cases,
  "report.json": former,
};

describe.skipIf(process.platform !== "linux")("a run that is cut short", () => {
  test.each(moments(7))(
    "by Ctrl-C after %i ms leaves the former report or a whole one, and no engine",
    async (moment) => {
      const run = startIn(files, ["test"]);
      await run.after(moment);
      run.signalGroup("SIGINT"); // as a terminal does: to the engines too
      const { code, signal } = await run.ended;
      const report = run.report();
      if (signal === "SIGINT") expect(report).toBe(former);
      else {
        const { exitCode, interrupted } = JSON.parse(report) as { exitCode: number; interrupted?: boolean };
        expect([code, code === 2]).toEqual([exitCode, interrupted === true]);
      }
      await run.nothingLeft();
      expect(run.strays()).toEqual([]);
    },
  );

  test.each(moments(6))(
    "by kill -9 after %i ms leaves the former report or a whole one, and no engine",
    async (moment) => {
      const run = startIn(files, ["test"]);
      await run.after(moment);
      run.kill();
      await run.ended;
      const report = run.report();
      if (report !== former) expect(JSON.parse(report)).toMatchObject({ version: 1, exitCode: 0 });
      await run.nothingLeft();
    },
  );

  test.each(moments(6))(
    "whose engines are killed after %i ms goes on: what was under way is an error, and nothing passes unseen",
    async (moment) => {
      const run = startIn(files, ["test"]);
      await run.after(moment);
      const killed = run.engines();
      for (const pid of killed) kill(pid);
      const { code, stderr } = await run.ended;
      const report = JSON.parse(run.report()) as Report;
      expect(stderr).toBe("");
      expect(code).toBe(report.exitCode);
      const judgedBy = Map.groupBy(report.outcomes, ({ engine }) => engine);
      // An engine that is killed while it compiles judges nothing, and a problem says why.
      for (const outcomes of judgedBy.values()) expect(outcomes.length).toBe(podCount);
      expect(judgedBy.size === engineCount || report.problems.length > 0).toBe(true);
      const failed = report.outcomes.filter(({ status }) => status !== "passed");
      for (const { code: why, message } of report.problems) {
        expect(why).toBe("engine-exited");
        expect(message).toMatch(/^engine `(?:opa|kube)` ended by signal SIGKILL$/);
      }
      expect(report.exitCode).toBe(report.problems.length > 0 ? 2 : 0);
      expect(failed.every(({ finding }) => finding?.got.decision === "error")).toBe(true);
      expect(failed.length === 0 || report.problems.length > 0).toBe(true);
      expect(failed.length).toBeLessThanOrEqual(killed.length * engineCount);
      await run.nothingLeft();
    },
  );
});

interface Report {
  readonly exitCode: number;
  readonly outcomes: readonly {
    readonly engine: string;
    readonly status: string;
    readonly finding?: { readonly got: { readonly decision: string } };
  }[];
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}
