import { loadAll } from "js-yaml";
import { describe, expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import { oneControl, problemText } from "./_project.ts";

const load = (text: string) => {
  const { controls, problems } = loadProject(oneControl({ "x.case.yaml": text }));
  return { cases: controls[0]?.cases ?? [], problems: problems.map(problemText) };
};

const head = "case: a name\nexpect: {decision: allow}\n";

describe("a case file", () => {
  test("says everything that a case can say", () => {
    const { cases, problems } = load(`# words
case: an ephemeral container
request:
  operation: UPDATE
  subResource: ephemeralcontainers
  object:
    kind: Pod
    metadata: {namespace: team-a}
  oldObject: {kind: Pod}
  user: {username: dev, groups: [devs]}
  dryRun: true
namespace: {labels: {tier: "1"}}
namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: b}}]
rules: [{users: [dev], verbs: [create]}]
params: {policyVersion: v1.28}
kubernetes: "1.31"
validate: false
judgedBy: [podsecurity, cel]
expect:
  decision: deny
  messages: [hostPort]
  engines:
    podsecurity: {decision: allow, warnings: []}
`);
    expect(problems).toEqual([]);
    expect(cases).toEqual([
      {
        control: "c",
        name: "an ephemeral container",
        place: { path: "cases/c/x.case.yaml", line: 2, column: 1 },
        request: {
          operation: "UPDATE",
          subResource: "ephemeralcontainers",
          object: { text: "kind: Pod\nmetadata: {namespace: team-a}\n" },
          oldObject: { text: "{kind: Pod}" },
          user: { username: "dev", groups: ["devs"] },
          dryRun: true,
        },
        world: {
          kubernetes: "1.31",
          validate: false,
          rules: [{ users: ["dev"], verbs: ["create"] }],
          params: { policyVersion: "v1.28" },
          namespaces: [
            { apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a", labels: { tier: "1" } } },
            { apiVersion: "v1", kind: "Namespace", metadata: { name: "b" } },
          ],
        },
        judgedBy: ["podsecurity", "cel"],
        expect: {
          decision: "deny",
          messages: ["hostPort"],
          place: { path: "cases/c/x.case.yaml", line: 19, column: 1 },
        },
        engines: {
          podsecurity: { decision: "allow", warnings: [], place: { path: "cases/c/x.case.yaml", line: 23, column: 5 } },
        },
      },
    ]);
  });

  test("makes a case of each document, and `skip` keeps its reason", () => {
    const { cases, problems } = load(
      `${head}request: {object: {kind: A}}\n---\ncase: other\nskip: not yet decided\nrequest: {object: {kind: B}}\nexpect: {decision: deny}\n`,
    );
    expect(problems).toEqual([]);
    expect(cases.map(({ name, skip, place }) => [name, skip, place.line])).toEqual([
      ["a name", undefined, 1],
      ["other", "not yet decided", 5],
    ]);
  });

  test("names the request's namespace, else the object's, else default", () => {
    const nameIn = (request: string) =>
      load(`${head}namespace: {labels: {a: b}}\nrequest: ${request}\n`).cases[0]?.world.namespaces?.[0]?.["metadata"];
    expect(nameIn("{namespace: r, object: {metadata: {namespace: o}}}")).toEqual({ name: "r", labels: { a: "b" } });
    expect(nameIn("{object: {metadata: {namespace: o}}}")).toEqual({ name: "o", labels: { a: "b" } });
    expect(nameIn("{operation: DELETE, oldObject: {metadata: {namespace: o}}}")).toEqual({
      name: "o",
      labels: { a: "b" },
    });
    expect(nameIn("{object: {metadata: {}}}")).toEqual({ name: "default", labels: { a: "b" } });
  });
});

describe("the object of a case is passed on as it is written", () => {
  const sourceOf = (text: string) => {
    const { cases, problems } = load(text);
    expect(problems).toEqual([]);
    return cases[0]?.request.object;
  };
  const written = "a: yes # kept\nb: |2+\n    deep\n\n  text\n\nc:\n- x: 0o17\n  y: 017\n";
  const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(by));

  test.for([
    ["in block style", `${head}request:\n  object:\n${indented(written, 4)}  dryRun: true\n`],
    [
      "with comments further left",
      `${head}request:\n  object:\n# left\n${indented(written, 8)} # left\n  dryRun: true\n`,
    ],
    ["as the last of its document", `${head}request:\n  object:\n${indented(written, 6)}`],
    ["with an anchor of its own", `${head}request:\n  object: &me\n${indented(written, 4)}`],
    [
      "with CRLF line ends",
      `${head}request:\n  object:\n${indented(written, 4)}  dryRun: true\n`.replaceAll("\n", "\r\n"),
    ],
  ] as [string, string][])("%s", ([, text]) => {
    const source = sourceOf(text);
    expect(source).toHaveProperty("text");
    expect(loadAll((source as { text: string }).text)).toEqual(loadAll(written));
  });

  test.for([
    ["{kind: Pod, a: [1, {b: '}'}], c: \"]\"}"],
    ["{kind: Pod, # a comment with }\n  a: [\n  ]\n  }"],
    ["{}"],
  ] as [string][])("in flow style: %s", ([flow]) => {
    const source = sourceOf(`${head}request: {object: ${flow}, dryRun: true}\n`) as { text: string };
    expect(loadAll(source.text)).toEqual(loadAll(flow.replaceAll("\n", "\n ")));
  });

  test("with aliases that it defines itself", () => {
    expect(sourceOf(`${head}request:\n  object:\n    a: &x 1\n    b: *x\n`)).toEqual({ text: "a: &x 1\nb: *x\n" });
  });

  test("as a value where it borrows from elsewhere in the document", () => {
    const text = `case: a name\nparams: {base: &base {kind: Pod, when: 2001-01-01, ratio: 1:30, 1e3: 1_0.5e2, on: yes}}\nrequest:\n  object:\n    <<: *base\n    x: 1\n  oldObject: *base\nexpect: {decision: allow}\n`;
    const base = { kind: "Pod", when: "2001-01-01", ratio: "1:30", 1000: 1050, true: true };
    const { cases, problems } = load(text);
    expect(problems).toEqual([]);
    expect(cases[0]?.request.object).toEqual({ json: { ...base, x: 1 } });
    expect(cases[0]?.request.oldObject).toEqual({ json: base });
  });
});

describe("a broken case is a problem with its place", () => {
  test.for([
    [
      "an unknown key",
      `${head}reqest: {}\nrequest: {object: {a: 1}}\n`,
      "cases/c/x.case.yaml:3:1: bad-case: unknown key `reqest` (did you mean `request`?)",
    ],
    [
      "an unknown key further in",
      `${head}request:\n  object: {a: 1}\n  user:\n    name: dev\n`,
      "cases/c/x.case.yaml:6:5: bad-case: unknown key `name` in `request.user` (did you mean `username`?)",
    ],
    [
      "an unknown key that is like none",
      `${head}request: {object: {a: 1}}\nnamespace: {xyz: 1}\n`,
      "cases/c/x.case.yaml:4:13: bad-case: unknown key `xyz` in `namespace` (known: `labels`, `annotations`)",
    ],
    ["a missing key", `case: x\nexpect: {decision: deny}\n`, "cases/c/x.case.yaml:1:1: bad-case: `request` is missing"],
    [
      "no object to create",
      `${head}request:\n  name: x\n`,
      "cases/c/x.case.yaml:3:1: bad-case: `request.object` is missing: there is nothing to judge",
    ],
    [
      "a wrong word",
      `case: x\nrequest: {object: {a: 1}}\nexpect: {decision: denied}\n`,
      "cases/c/x.case.yaml:3:10: bad-case: `expect.decision` must be one of allow, deny, skip, error, but is `denied`",
    ],
    [
      "a wrong type",
      `${head}request: {object: {a: 1}, dryRun: "true"}\n`,
      "cases/c/x.case.yaml:3:27: bad-case: `request.dryRun` must be a boolean, but is the text `true`",
    ],
    [
      "a wrong type in a list",
      `case: x\nrequest: {object: {a: 1}}\nexpect:\n  decision: deny\n  messages:\n  - a\n  - 8080\n`,
      "cases/c/x.case.yaml:7:5: bad-case: `expect.messages[1]` must be text, but is the number 8080",
    ],
    [
      "a release that YAML reads as a number",
      `${head}request: {object: {a: 1}}\nkubernetes: 1.30\n`,
      'cases/c/x.case.yaml:4:1: bad-case: `kubernetes` must be text, but is the number 1.3 (write it as text, such as "1.31")',
    ],
    [
      "a blank name",
      `case: " "\nrequest: {object: {a: 1}}\nexpect: {decision: deny}\n`,
      "cases/c/x.case.yaml:1:1: bad-case: `case` must not be blank",
    ],
    [
      "a list for a case",
      "- case: x\n",
      "cases/c/x.case.yaml:1:1: bad-case: this document must be a mapping, but is a list",
    ],
    [
      "nothing",
      "# later\n",
      "cases/c/x.case.yaml: bad-file: `cases/c/x.case.yaml` holds no case (write a case or remove the file)",
    ],
  ] as [string, string, string][])("%s", ([, text, problem]) => {
    const { cases, problems } = load(text);
    expect(problems).toEqual([problem]);
    expect(cases).toEqual([]);
  });

  test("everything that is wrong is said at once, and the next document is a case", () => {
    const { cases, problems } = load(`case: 1\nexpect: {}\n---\n${head}request: {object: {a: 1}}\n`);
    expect(problems).toEqual([
      "cases/c/x.case.yaml:1:1: bad-case: `request` is missing",
      "cases/c/x.case.yaml:1:1: bad-case: `case` must be text, but is the number 1",
      "cases/c/x.case.yaml:2:1: bad-case: `expect.decision` is missing",
    ]);
    expect(cases.map(({ name }) => name)).toEqual(["a name"]);
  });
});
