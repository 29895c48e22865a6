import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { assay, copyOf } from "./_assay.ts";

describe("assay new control", () => {
  test("writes policies that compile and cases that fail until they are real", async () => {
    const { root, edit } = copyOf("project-ports");
    const made = await assay(["new", "control", "team.no-latest"], { cwd: root });
    expect(made).toEqual({
      code: 0,
      stdout: `wrote rego/team.no-latest/policy.rego
wrote rego/team.no-latest/policy_test.rego
wrote cel/team.no-latest/policy.yaml
wrote cases/team.no-latest/allow/allowed.yaml
wrote cases/team.no-latest/deny/denied.yaml
Its cases fail until they are real: write the cases, then the policies, then run \`assay test --control team.no-latest\`.
`,
      stderr: "",
    });
    const red = await assay(["test", "--format", "json"], { cwd: root });
    expect(JSON.parse(red.stdout)).toMatchObject({ exitCode: 1, counts: { passed: 6, failed: 5 }, problems: [] });

    const real = (text: string) =>
      text.replace("containers: []", "containers: [{name: app, image: registry.example/app:1}]");
    edit("cases/team.no-latest/allow/allowed.yaml", real);
    edit("cases/team.no-latest/deny/denied.yaml", (text) => real(text).replace("app:1", "app:latest"));
    edit("rego/team.no-latest/policy.rego", (text) =>
      text.replace(
        'input.request.object.kind == "the condition to deny"',
        'endswith(input.request.object.spec.containers[_].image, ":latest")',
      ),
    );
    edit("rego/team.no-latest/policy_test.rego", (text) =>
      text.replace('{"kind": "Pod"}', '{"spec": {"containers": [{"image": "app:latest"}]}}'),
    );
    edit("cel/team.no-latest/policy.yaml", (text) =>
      text.replace(
        "object.kind != 'the condition to deny'",
        "object.spec.containers.all(c, !c.image.endsWith(':latest'))",
      ),
    );
    expect(await assay(["test"], { cwd: root })).toEqual({ code: 0, stdout: "11 passed in 0.00 s\n", stderr: "" });
  });

  test("follows the folders and engines of assay.yaml", async () => {
    const { root, write } = copyOf("project-ports");
    write("assay.yaml", "engines: [cel]\npolicies: {cel: cel}\ncases: cases\n");
    const { stdout } = await assay(["new", "control", "x"], { cwd: root });
    expect(stdout.match(/(?<=wrote ).*/g)).toEqual([
      "cel/x/policy.yaml",
      "cases/x/allow/allowed.yaml",
      "cases/x/deny/denied.yaml",
    ]);
    expect(readdirSync(`${root}/rego`)).toEqual(["ports"]);
  });

  test.for([
    [
      "Bad_Id",
      "error: `Bad_Id` cannot be a control's id: use lowercase letters and digits, with single `-` or `.` between them\n",
    ],
    [
      "../x",
      "error: `../x` cannot be a control's id: use lowercase letters and digits, with single `-` or `.` between them\n",
    ],
    ["ports", "error: the control `ports` exists already: `rego/ports` is there\n"],
  ] as [string, string][])("refuses the id %s and writes nothing", async ([id, stderr]) => {
    const { root } = copyOf("project-ports");
    const before = readdirSync(root, { recursive: true });
    expect(await assay(["new", "control", id], { cwd: root })).toEqual({ code: 2, stdout: "", stderr });
    expect(readdirSync(root, { recursive: true })).toEqual(before);
  });

  test("refuses a project whose configuration is broken", async () => {
    const { root, write } = copyOf("project-ports");
    write("assay.yaml", "casses: x\n");
    expect(await assay(["new", "control", "x"], { cwd: root })).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: assay.yaml:1:1: unknown key `casses`\n",
    });
  });
});
