import { fc, it as fcIt } from "@fast-check/vitest";
import { describe, expect, it, test } from "vitest";
import { readRequests } from "../../harness/load/index.ts";
import { asideIn, folderOf, namesIn, piped, problemsIn } from "./_requests.ts";

const chart = `# Source: web/templates/namespace.yaml
apiVersion: v1
kind: Namespace
metadata: {name: web, labels: {tier: front}}
---
# Source: web/templates/empty.yaml
---
# Source: web/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: web
spec:
  replicas: 010   # eight, as kubectl reads it
---
apiVersion: v1
kind: ConfigMap
metadata: {generateName: web-}
`;

const pod = (name: string): object => ({ apiVersion: "v1", kind: "Pod", metadata: { name } });

describe("manifests", () => {
  test("of a rendered chart are created one by one, as they are written", async () => {
    const read = await piped(chart);
    expect(namesIn(read)).toEqual(["2 Namespace web", "9 Deployment web/web", "17 ConfigMap web-…"]);
    expect(problemsIn(read)).toEqual([]);
    expect(read.requests[1]?.request).toEqual({
      operation: "CREATE",
      object: { text: expect.stringMatching(/^# Source: web\/templates\/deployment\.yaml\n.*replicas: 010 /s) },
    });
  });

  test("surround each other: namespaces, definitions, and what else has a name", async () => {
    const definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: a.b}\n";
    const { world } = await piped(`${chart}---\n${definition}`);
    const kinds = Object.entries(world).map(([list, objects]) => [list, objects.map(({ kind }: never) => kind)]);
    expect(kinds).toEqual([
      ["namespaces", ["Namespace"]],
      ["crds", ["CustomResourceDefinition"]],
      ["objects", ["Deployment"]],
    ]);
  });

  test("of one name are told apart", async () => {
    const read = await piped(
      [pod("a"), pod("b"), pod("a"), pod("a")].map((one) => JSON.stringify(one)).join("\n---\n"),
    );
    expect(namesIn(read)).toEqual(["1 Pod a", "3 Pod b", "5 Pod a #2", "7 Pod a #3"]);
  });

  it.each([
    [
      "YAML",
      "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n",
      [4, 7],
    ],
    ["JSON", JSON.stringify({ kind: "List", apiVersion: "v1", items: [pod("a"), pod("b")] }, undefined, 1), [5, 12]],
    ["one line of JSON", JSON.stringify({ kind: "List", apiVersion: "v1", items: [pod("a"), pod("b")] }), [1, 1]],
  ])("in a List in %s are its items", async (_, text, lines) => {
    const read = await piped(text);
    expect(namesIn(read)).toEqual([`${lines[0]} Pod a`, `${lines[1]} Pod b`]);
    expect(read.requests.map(({ request }) => request.object)).toEqual([
      { text: expect.stringContaining("a") },
      { text: expect.stringContaining("b") },
    ]);
  });

  test("in a list of one kind need not say what they are", async () => {
    const text = JSON.stringify({ kind: "PodList", apiVersion: "v1", items: [{ metadata: { name: "a" } }] });
    const { requests } = await piped(text);
    expect(requests.map(({ name, request }) => [name, request.object])).toEqual([
      ["Pod a", { json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" } } }],
    ]);
  });

  test("that borrow from another item are read with what they borrow", async () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- &one\n  apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n- *one\n";
    const { requests } = await piped(text);
    expect(requests.map(({ name }) => name)).toEqual(["Pod a", "Pod a #2"]);
  });

  test("keep numbers to the last digit", async () => {
    const { requests } = await piped('{"apiVersion": "v1", "kind": "Pod", "n": 12345678901234567890}');
    expect(requests[0]?.request.object).toEqual({ text: expect.stringContaining("12345678901234567890") });
  });
});

describe("what is no manifest", () => {
  it("is left aside with the reason, so that a whole repository can be named", async () => {
    const root = folderOf({
      "app.yaml": JSON.stringify(pod("a")),
      "values.yaml": "image: x\n",
      "kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n",
      "list.yml": "- a\n",
      "text.yaml": "text\n",
      "empty.json": " \n",
      "README.md": "# App\n",
      "node_modules/x.yaml": "{",
      ".hidden.yaml": "{",
      "loose.yaml": "a: {{ .Values.a }}\nb: {{- if .x }}\n",
      "chart/Chart.yaml": "apiVersion: v2\nname: web\n",
      "chart/templates/web.yaml": "{{- if .Values.on }}\n",
      "chart/templates/_helpers.tpl": "{{ define }}\n",
    });
    const read = await readRequests(root, ["."]);
    expect([namesIn(read), problemsIn(read)]).toEqual([["1 Pod a"], []]);
    expect(asideIn(read)).toEqual([
      "1 × a template of a chart: render it, as `helm template CHART | assay judge -` (chart/templates/web.yaml)",
      "2 × a document without apiVersion and kind (chart/Chart.yaml:1:1)",
      "1 × an empty file (empty.json)",
      "1 × a file of a tool (kustomize.config.k8s.io), which is never sent to the API server (kustomization.yaml:1:1)",
      "1 × a list, which is no object of the API (list.yml:1:1)",
      "1 × a template that must be rendered first (loose.yaml:2:6)",
      "1 × a single value, which is no object of the API (text.yaml:1:1)",
    ]);
  });

  it("is a problem where it is broken, and the others are read", async () => {
    const root = folderOf({
      "a.yaml": "kind: Pod\n spec: {}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n",
      "b.json": '{\n  "kind": "Pod",\n  "a": x\n}\n',
      "c.jsonl": `${JSON.stringify(pod("c"))}\nnot json\n{"cut": \n`,
      "d.yaml": Buffer.from([0x61, 0x3a, 0xff, 0x0a]),
    });
    const read = await readRequests(root, ["a.yaml", "b.json", "c.jsonl", "d.yaml", "none.yaml", "no*.yaml"]);
    expect(namesIn(read)).toEqual(["4 Pod a", "1 Pod c"]);
    expect(problemsIn(read)).toEqual([
      "a.yaml:2:6 this is not usable YAML: `:` follows a complete value: put the value in quotes, or correct the indentation of this line",
      "b.json:1 this is not usable JSON: Unexpected token 'x'",
      "c.jsonl:2 this is not usable JSON: Unexpected token 'o'",
      "c.jsonl 1 more line of `c.jsonl` cannot be used",
      "d.yaml `d.yaml` is not UTF-8",
      "none.yaml `none.yaml` cannot be read: there is no such file or folder",
      "no*.yaml `no*.yaml` matches no file",
    ]);
  });

  it("is all there is: that is a problem", async () => {
    expect(problemsIn(await piped("replicas: 2\n"))).toEqual([
      "<stdin>:1:1 there is no request in standard input; the first document that was left aside is a document without apiVersion and kind",
    ]);
    expect(problemsIn(await readRequests(".", ["-"]))).toEqual([
      "<stdin> there is no request in standard input; the first document that was left aside is an empty file",
    ]);
  });
});

describe("files", () => {
  it("are read once, however often they are named, by folder, glob and name", async () => {
    const root = folderOf({ "a/one.yaml": JSON.stringify(pod("a")), "a/b/two.yml": JSON.stringify(pod("b")) });
    const read = await readRequests(root, ["a", "a/*.yaml", "./a/b/two.yml", "**/*.yml"]);
    expect([read.requests.map(({ name }) => name), problemsIn(read)]).toEqual([["Pod b", "Pod a"], []]);
  });
});

describe("what is read", () => {
  it("has a bound, beyond which requests are counted", async () => {
    const texts = ["a", "b", "c", "d"].map((name) => JSON.stringify(pod(name)));
    const root = folderOf({ "pods.jsonl": texts.join("\n") });
    const read = await readRequests(root, ["."], {
      mostKept: texts[0]?.length === undefined ? 0 : texts[0].length * 2,
    });
    expect(namesIn(read)).toEqual(["1 Pod a", "2 Pod b"]);
    expect(problemsIn(read)).toEqual(["the objects of all requests have more than 0.0 MiB: the last 2 are not judged"]);
  });

  const pieces = fc.constantFrom(
    ...["{", "}", "[", "]", '"', ":", ",", "\n", "---\n", "- ", "a", "\\", "&x ", "*x", "null", "{{", " ", "\u0000"],
    ...[
      '"apiVersion":"v1"',
      '"kind":"List"',
      '"items":[',
      "apiVersion: v1\n",
      "kind: Pod\n",
      "items:\n",
      "metadata:\n",
    ],
    ...['"kind":"AdmissionReview"', '"apiVersion":"admission.k8s.io/v1"', '"request":{', '"object":{'],
    ...['"kind":"Event"', '"apiVersion":"audit.k8s.io/v1"', '"verb":"create"', '"requestObject":{', '"objectRef":{'],
  );

  fcIt.prop([fc.array(pieces, { maxLength: 40 }), fc.integer({ min: 1, max: 9 })])(
    "is requests, what is left aside, and problems, whatever stands there",
    async (words, size) => {
      const read = await piped(words.join(""), size);
      expect(read.requests.length + read.aside.length + read.problems.length).toBeGreaterThan(0);
      for (const { request } of read.requests) expect(request.object ?? request.oldObject).toBeDefined();
    },
  );
});
