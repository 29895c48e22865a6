import { expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import { oneControl, pod, problemText } from "./_project.ts";

const load = (cases: Parameters<typeof oneControl>[0]) => {
  const { controls, problems } = loadProject(oneControl(cases));
  return { cases: controls[0]?.cases ?? [], problems: problems.map(problemText) };
};

test("a manifest's folder says what must happen and its file gives the name", () => {
  const { cases, problems } = load({
    "allow/good.yaml": pod,
    "deny/bad.yml": pod,
    "deny/deep/worse.json": '{"kind": "Pod"}',
  });
  expect(problems).toEqual([]);
  expect(cases.map(({ name, expect: { decision }, place }) => [name, decision, place.path])).toEqual([
    ["good", "allow", "cases/c/allow/good.yaml"],
    ["bad", "deny", "cases/c/deny/bad.yml"],
    ["worse", "deny", "cases/c/deny/deep/worse.json"],
  ]);
  expect(cases[0]?.request).toEqual({ operation: "CREATE", object: { text: pod } });
});

test("each document of a file is a case with its own line and text", () => {
  const { cases, problems } = load({
    "allow/many.yaml": `# first\n---\n${pod}---  # second\n\n# only a comment\n---\nkind: Service\n`,
  });
  expect(problems).toEqual([]);
  expect(cases.map(({ name, place, request }) => [name, place.line, request.object])).toEqual([
    ["many", 3, { text: pod }],
    ["many#2", 10, { text: "kind: Service\n" }],
  ]);
});

test("a byte order mark and CRLF line ends are accepted", () => {
  const text = "\uFEFFapiVersion: v1\r\n---\r\nkind: Pod\r\n";
  const { cases, problems } = load({ "allow/dos.yaml": text });
  expect(problems).toEqual([]);
  expect(cases.map(({ request, place }) => [request.object, place.line])).toEqual([
    [{ text: "apiVersion: v1\r\n" }, 1],
    [{ text: "kind: Pod\r\n" }, 3],
  ]);
});

test.for([
  ["a bracket below its key", "spec:\n  args: [\n    a,\n  b, # two\n  ]\n"],
  ["JSON in YAML", 'spec: {\n"a": [\n1\n],\n"b": {}\n}\n'],
  ["quotes over lines", 'spec: "a\nb"\n'],
] as [string, string][])("%s may begin at any column, as kubectl reads it", ([, text]) => {
  const { cases, problems } = load({ "allow/odd.yaml": text });
  expect(problems).toEqual([]);
  expect(cases[0]?.request.object).toEqual({ text });
});

test("the items of a List are cases, as kubectl applies each by itself", () => {
  const list = `apiVersion: v1
kind: List
items:
- kind: Pod
  metadata:
    name: a # the first
-
  # the second
  kind: Service
- {kind: ConfigMap, data: {
  a: b}}
- {
    kind: Secret
  }
`;
  const { cases, problems } = load({ "allow/list.yaml": `${list}---\n${pod}` });
  expect(problems).toEqual([]);
  expect(cases.map(({ name, place, request }) => [name, place.line, request.object])).toEqual([
    ["list", 4, { text: "kind: Pod\nmetadata:\n  name: a # the first\n# the second\n" }],
    ["list#2", 9, { text: "kind: Service\n" }],
    ["list#3", 10, { text: "{kind: ConfigMap, data: {\n  a: b}}" }],
    ["list#4", 12, { text: "{\n    kind: Secret\n  }" }],
    ["list#5", 16, { text: pod }],
  ]);
  expect(load({ "allow/none.yaml": "kind: List\nitems: []\n" }).problems).toEqual([
    "cases/c/allow/none.yaml: bad-file: `cases/c/allow/none.yaml` holds no object (write a manifest or remove the file)",
  ]);
  expect(load({ "allow/odd.yaml": "kind: List\nitems:\n- &a {x: 1}\n- {y: *a}\n- 1\n" }).problems).toEqual([
    "cases/c/allow/odd.yaml:4:3: bad-yaml: this item uses an anchor of another item (write it out)",
    "cases/c/allow/odd.yaml:5:3: bad-yaml: a manifest must be a mapping, but this is a single value (write apiVersion, kind and metadata)",
  ]);
});

test("a line of a block scalar that looks like a separator but is indented belongs to its document", () => {
  const { cases } = load({ "allow/script.yaml": "kind: ConfigMap\ndata:\n  a: |\n    ---\n    b\n" });
  expect(cases.map(({ name }) => name)).toEqual(["script"]);
});

test.for([
  [
    "broken YAML",
    "kind: Pod\n spec: {}\n",
    "cases/c/deny/x.yaml:2:6: bad-yaml: this is not usable YAML: `:` follows a complete value: put the value in quotes, or correct the indentation of this line",
  ],
  [
    "a bracket that is never closed",
    "kind: [Pod\n",
    "cases/c/deny/x.yaml:2:1: bad-yaml: this is not usable YAML: it ends inside brackets or quotes",
  ],
  [
    "a bracket that swallows the rest",
    "a: [b\nc: d\ne: {f: g\n",
    "cases/c/deny/x.yaml:2:1: bad-yaml: this is not usable YAML: brackets or quotes that begin before this line are not closed",
  ],
  [
    "an empty file",
    "",
    "cases/c/deny/x.yaml: bad-file: `cases/c/deny/x.yaml` holds no object (write a manifest or remove the file)",
  ],
  [
    "a file of comments",
    "# nothing\n---\n# here\n",
    "cases/c/deny/x.yaml: bad-file: `cases/c/deny/x.yaml` holds no object (write a manifest or remove the file)",
  ],
  [
    "a list",
    "- a\n",
    "cases/c/deny/x.yaml:1:1: bad-yaml: a manifest must be a mapping, but this is a list (write apiVersion, kind and metadata)",
  ],
  [
    "a scalar",
    "\nhello\n",
    "cases/c/deny/x.yaml:2:1: bad-yaml: a manifest must be a mapping, but this is a single value (write apiVersion, kind and metadata)",
  ],
  [
    "a key that is there twice",
    "kind: Pod\nspec:\n  a: 1\n  a: 2\n",
    "cases/c/deny/x.yaml:4:3: bad-yaml: this is not usable YAML: the key `a` is there twice",
  ],
  [
    "a template",
    "kind: Pod\nspec: {{ .spec }}\n",
    "cases/c/deny/x.yaml:2:8: bad-yaml: this is not usable YAML: a key must be text, but this is a mapping or a list; a template must be rendered first",
  ],
  [
    "an alias without an anchor",
    "a: *b\n",
    "cases/c/deny/x.yaml:1:5: bad-yaml: this is not usable YAML: `*b` has no anchor `&b` before it",
  ],
  [
    "an alias to what contains it",
    "a: &a\n  b: *a\n",
    "cases/c/deny/x.yaml:2:7: bad-yaml: this is not usable YAML: `*a` contains itself",
  ],
  [
    "deep nesting",
    "[".repeat(100_000),
    "cases/c/deny/x.yaml:1:200: bad-yaml: this is not usable YAML: it is nested deeper than 200 levels",
  ],
  [
    "text behind a separator",
    `kind: A\n--- kind: B\n`,
    "cases/c/deny/x.yaml:2: bad-yaml: kubectl drops `kind: B`, which stands behind `---` (put it on a line of its own)",
  ],
  [
    "more behind a document's end",
    "kind: A\n...\nkind: B\n",
    "cases/c/deny/x.yaml:1:7: bad-yaml: this is not usable YAML: `...` ends the document, and kubectl drops what follows",
  ],
  [
    "a document too large for the API server",
    `a: ${"x".repeat(5 * 1024 * 1024)}\n`,
    "cases/c/deny/x.yaml:1: bad-file: this document has 5.0 MiB; the API server accepts no request over 3.0 MiB (make the object smaller)",
  ],
  [
    "bytes that are not UTF-8",
    Uint8Array.of(0x61, 0x0a, 0xef, 0xbf, 0xbd, 0xff, 0x0a),
    "cases/c/deny/x.yaml:2: bad-file: `cases/c/deny/x.yaml` is not UTF-8: byte 5 is 0xff (save the file as UTF-8)",
  ],
  [
    "UTF-16",
    Uint8Array.of(0xff, 0xfe, 0x61, 0x00),
    "cases/c/deny/x.yaml:1: bad-file: `cases/c/deny/x.yaml` is not UTF-8: byte 0 is 0xff (it looks like UTF-16) (save the file as UTF-8)",
  ],
] as [string, string | Uint8Array, string][])(
  "%s is a problem of its file, and the other cases are there",
  ([, content, problem]) => {
    const { cases, problems } = load({ "allow/good.yaml": pod, "deny/x.yaml": content });
    expect(problems).toEqual([problem]);
    expect(cases.map(({ name }) => name)).toContain("good");
  },
);

test("a broken document costs only itself", () => {
  const { cases, problems } = load({ "deny/x.yaml": `${pod}---\na: [\n---\n${pod}` });
  expect(problems).toEqual([
    "cases/c/deny/x.yaml:6:1: bad-yaml: this is not usable YAML: it ends inside brackets or quotes",
  ]);
  expect(cases.map(({ name, place }) => [name, place.line])).toEqual([
    ["x", 1],
    ["x#3", 7],
  ]);
});

test("an alias bomb is refused without being written out", () => {
  const levels = Array.from(
    { length: 30 },
    (_, level) => `a${level + 1}: &a${level + 1} [*a${level}, *a${level}, *a${level}]`,
  );
  const { problems } = load({ "deny/bomb.yaml": `a0: &a0 [x]\n${levels.join("\n")}\n` });
  expect(problems).toEqual([
    "cases/c/deny/bomb.yaml:1:1: bad-yaml: this is not usable YAML: its aliases stand for more than 1000000 nodes",
  ]);
});

test("a file that is in neither folder, or is no case, is a problem", () => {
  const { problems } = load({
    "allow/good.yaml": pod,
    "stray.yaml": pod,
    "allow/typo.ymal": pod,
    "README.md": "words",
  });
  expect(problems).toEqual([
    "cases/c/allow/typo.ymal: bad-file: `cases/c/allow/typo.ymal` is no case: cases are .yaml, .yml or .json files (rename it, or move it out of the folder of cases)",
    "cases/c/stray.yaml: bad-case: nothing says whether `cases/c/stray.yaml` must be allowed or denied (move it into `allow/` or `deny/`, or make it a `*.case.yaml`)",
  ]);
});

test("two cases of one name in a control are a problem", () => {
  const { cases, problems } = load({ "allow/same.yaml": pod, "deny/same.yaml": pod });
  expect(cases).toHaveLength(1);
  expect(problems).toEqual([
    "cases/c/deny/same.yaml:1:1: bad-case: the control `c` has two cases named `same`; the other is at cases/c/allow/same.yaml:1:1 (rename one of them)",
  ]);
});
