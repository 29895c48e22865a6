import { expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import { folderOf, problemsIn } from "./_requests.ts";

const policy = "package ports\n\ndeny contains msg if {\n\tmsg := input.request.name\n}\n";

/** A project of one control in Rego whose `assay.yaml` says something of it. */
const projectOf = (config: string): string => folderOf({ "rego/ports/policy.rego": policy, "assay.yaml": config });

test("a control's command judges it in the root, beside what lies in the folders", () => {
  const root = projectOf("controls: [{id: ports, command: [./webhook, --strict]}]\n");
  const { controls, config, problems } = loadProject(root);
  expect(problems).toEqual([]);
  expect(config.engines).toContain("command");
  expect(controls[0]?.policies).toMatchObject([
    { control: "ports", engine: "rego" },
    { control: "ports", engine: "command", sources: [], run: ["./webhook", "--strict"], folder: root },
  ]);
});

test("a command judges only where its engine is asked", () => {
  const root = projectOf("engines: [rego]\ncontrols: [{id: ports, command: [./webhook]}]\n");
  expect(loadProject(root).controls[0]?.policies.map(({ engine }) => engine)).toEqual(["rego"]);
  const asked = loadProject(root, { engines: ["command"] });
  expect(asked.controls[0]?.policies.map(({ engine }) => engine)).toEqual(["rego", "command"]);
});

test("commands are no engine of a project that has none", () => {
  expect(loadProject(projectOf("controls: [{id: ports}]\n")).config.engines).not.toContain("command");
  expect(problemsIn(loadProject(projectOf("engines: [rego, command]\n")))).toEqual([
    "assay.yaml:1:17 no control has a policy for the engine `command`",
  ]);
});

test.each([
  ["command: ./webhook", "`controls[0].command` must be a list, but is `./webhook`"],
  ["command: []", "`controls[0].command` must not be empty"],
  ['command: [""]', "`controls[0].command[0]` must not be blank"],
])("%s is a problem", (written, words) => {
  const { problems } = loadProject(projectOf(`controls: [{id: ports, ${written}}]\n`));
  expect(problems.map(({ message }) => message)).toEqual([words]);
});
