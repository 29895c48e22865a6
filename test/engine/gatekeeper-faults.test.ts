import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { locateBinary } from "../../harness/engine/_binary.ts";
import { type EnginesOptions, openEngines } from "../../harness/engine/index.ts";
import type { Request } from "../../harness/model/index.ts";
import { configMap, constraint, judgeOf, needsLabel, template, templatePolicy } from "./_templates.ts";

const text = needsLabel("{parameters: {label: owner}}");
const asked = (index: number): Request =>
  configMap({ name: `a${index}`, labels: index % 2 === 0 ? {} : { owner: "a" } });
const count = 1500;

function open(options: EnginesOptions) {
  const engines = openEngines(options);
  onTestFinished(() => engines.close());
  return engines;
}

describe.skipIf(process.platform === "win32")("a Gatekeeper that is killed while it judges", () => {
  /** Starts Gatekeeper so that each process of it tells its id. */
  function toldById() {
    const folder = mkdtempSync(join(tmpdir(), "assay-gatekeeper-"));
    const ids = join(folder, "ids");
    writeFileSync(ids, "");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const script = `echo $$ >> "$0"; exec "$1"`;
    const gatekeeper = { file: "/bin/sh", arguments: ["-c", script, ids, locateBinary("gatekeeper").file] };
    const started = (): readonly number[] => readFileSync(ids, "utf8").split("\n").filter(Boolean).map(Number);
    return { engines: open({ binaries: { gatekeeper } }), started };
  }

  it.for(["gatekeeper", "rego"] as const)("costs %s one answer, and what was set up is set up again", async (name) => {
    const { engines, started } = toldById();
    const judge = await judgeOf(engines, templatePolicy(text, name));
    const world = { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "n" } }] };
    let answered = 0;
    const verdicts = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const verdict = await judge(asked(index), world);
        answered += 1;
        if (answered === 10) process.kill(started()[0] ?? 0, "SIGKILL");
        return verdict;
      }),
    );
    expect(started().length).toBe(2);
    const failed = verdicts.filter(({ decision }) => decision === "error");
    expect(failed.length).toBeLessThanOrEqual(1);
    for (const { errors } of failed) {
      expect(errors).toEqual([{ code: "engine-exited", message: "engine `gatekeeper` ended by signal SIGKILL" }]);
    }
    const wrong = verdicts.filter(
      ({ decision }, index) => decision !== "error" && decision !== (index % 2 === 0 ? "deny" : "allow"),
    );
    expect(wrong).toEqual([]);
  });
});

describe("Rego in Gatekeeper that does not end", () => {
  const endless = `package p

violation[{"msg": "m"}] {
	input.review.object.metadata.name == "endless"
	xs := numbers.range(1, 100000)
	count([1 | xs[i] < xs[j]; xs[j] < xs[i]]) > 1
}
`;

  it("is an error of its request alone", async () => {
    const engines = open({ timeoutMs: 1000 });
    const source = template("Endless", { rego: endless }) + constraint("Endless", "a", "{}");
    const judge = await judgeOf(engines, templatePolicy(source));
    await judge(configMap({}), {}); // starting has a limit of its own
    const [stuck, behind] = await Promise.all([judge(configMap({ name: "endless" }), {}), judge(configMap({}), {})]);
    expect(stuck.errors).toEqual([
      { code: "engine-timeout", message: "engine `gatekeeper` was stopped: it did not finish within 1 s" },
    ]);
    expect(behind.decision).toBe("allow");
  });
});

describe("without Gatekeeper's program", () => {
  it("its templates cannot be judged, and why is a problem", async () => {
    const engines = open({ binaries: { gatekeeper: { file: "/no/such/gatekeeper" } } });
    for (const name of ["gatekeeper", "rego", "topdown", "cel"] as const) {
      const { judge, problems } = await engines.get(name).compile([templatePolicy(text, name)]);
      expect(judge).toBeUndefined();
      expect(problems.map(({ code }) => code)).toEqual(["engine-missing"]);
      expect(problems[0]?.message).toContain("/no/such/gatekeeper");
    }
    expect((await engines.reads([templatePolicy(text)])).problems.map(({ code }) => code)).toEqual(["engine-missing"]);
  });
});
