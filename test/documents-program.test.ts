import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngines } from "../harness/index.ts";
import type { Request } from "../harness/model/index.ts";

test("the program of docs/formats.md judges as it says", async () => {
  const text = readFileSync(join(import.meta.dirname, "../docs/formats.md"), "utf8");
  const [, program = ""] = /```js\n([\s\S]*?)```/.exec(text) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "assay-program-"));
  const engines = openEngines();
  onTestFinished(() => {
    engines.close();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  writeFileSync(join(folder, "webhook.js"), program);
  const run = [process.execPath, "webhook.js"];
  const { judge } = await engines
    .get("command")
    .compile([{ control: "x", engine: "command", sources: [], run, folder }]);
  const verdictOf = async (request: Request): Promise<unknown> => {
    const verdict = await judge?.(request, {});
    return [verdict?.decision, verdict?.violations.map(({ message }) => message)];
  };
  const containers = [{ name: "a", image: "registry.example/a:1" }];
  const pod = (spec: object): Request["object"] => ({
    json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec: { ...spec, containers } },
  });
  expect(await verdictOf({ operation: "CREATE", object: pod({}) as never })).toEqual(["allow", []]);
  expect(await verdictOf({ operation: "CREATE", object: pod({ hostNetwork: true }) as never })).toEqual([
    "deny",
    ["host network is not allowed"],
  ]);
  expect(await verdictOf({ operation: "DELETE", oldObject: pod({}) as never })).toEqual(["allow", []]);
});
