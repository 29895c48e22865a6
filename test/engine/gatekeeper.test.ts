import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Policy, Request, Verdict, World } from "../../harness/model/index.ts";
import {
  allSay,
  configMap,
  constraint,
  type JudgeName,
  judgeNames,
  judgeOf,
  needsLabel,
  template,
  templatePolicy,
} from "./_templates.ts";

const engines = openEngines();
afterAll(() => engines.close());

const configMaps = "kinds: [{apiGroups: [''], kinds: [ConfigMap]}]";
const owner = "parameters: {label: owner}";
const labelled = configMap({ labels: { owner: "me" } });
const unlabelled = configMap({});
const secret: Request = {
  operation: "CREATE",
  object: { json: { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } } },
};
const namespace = (name: string, labels: Readonly<Record<string, string>>) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});
const inNamespace = (name: string) => configMap({ namespace: name });
const teams: World = { namespaces: [namespace("red", { team: "red" }), namespace("blue", { team: "blue" })] };

/** The same for each judge. */
function each<T>(value: T): Readonly<Record<JudgeName, T>> {
  return Object.fromEntries(judgeNames.map((name) => [name, value])) as Record<JudgeName, T>;
}

function of<T>(said: Readonly<Record<JudgeName, Verdict>>, what: (verdict: Verdict) => T) {
  return Object.fromEntries(Object.entries(said).map(([name, verdict]) => [name, what(verdict)]));
}

describe("all judges of a template with code in Rego and in CEL", () => {
  it.for<[what: string, spec: string, request: Request, decision: Verdict["decision"], world?: World]>([
    ["deny what its code objects to", `{match: {${configMaps}}, ${owner}}`, unlabelled, "deny"],
    ["allow what its code does not object to", `{match: {${configMaps}}, ${owner}}`, labelled, "allow"],
    ["skip a kind that no Constraint matches", `{match: {${configMaps}}, ${owner}}`, secret, "skip"],
    ["judge every kind where a Constraint names none", `{${owner}}`, secret, "deny"],
    [
      "skip a namespace that a Constraint excludes",
      `{match: {excludedNamespaces: [kube-*]}, ${owner}}`,
      inNamespace("kube-a"),
      "skip",
    ],
    [
      "judge the namespaces that a Constraint names",
      `{match: {namespaces: [red]}, ${owner}}`,
      inNamespace("red"),
      "deny",
    ],
    ["skip other namespaces", `{match: {namespaces: [red]}, ${owner}}`, inNamespace("blue"), "skip"],
    [
      "judge in a namespace that a Constraint selects by its labels",
      `{match: {namespaceSelector: {matchLabels: {team: red}}}, ${owner}}`,
      inNamespace("red"),
      "deny",
      teams,
    ],
    [
      "skip a namespace with other labels",
      `{match: {namespaceSelector: {matchLabels: {team: red}}}, ${owner}}`,
      inNamespace("blue"),
      "skip",
      teams,
    ],
    [
      "skip an object that a Constraint does not select by its labels",
      `{match: {labelSelector: {matchLabels: {app: web}}}, ${owner}}`,
      unlabelled,
      "skip",
    ],
    [
      "take the parameters of the world instead of the Constraint's",
      `{match: {${configMaps}}, ${owner}}`,
      labelled,
      "deny",
      { params: { label: "team" } },
    ],
    ["allow where a Constraint only warns", `{enforcementAction: warn, ${owner}}`, unlabelled, "allow"],
    ["allow where a Constraint is on trial", `{enforcementAction: dryrun, ${owner}}`, unlabelled, "allow"],
  ])("%s", async ([, spec, request, decision, world]) => {
    const said = await allSay(engines, needsLabel(spec), request, world);
    expect(of(said, (verdict) => verdict.decision)).toEqual(each(decision));
    if (decision !== "deny") return;
    const label = world?.params?.["label"] ?? "owner";
    expect(of(said, ({ violations }) => violations.map(({ message }) => message))).toEqual(
      each([`the label ${label} is missing`]),
    );
  });

  it("warn and note in the audit what a Constraint does not deny", async () => {
    const warned = await allSay(engines, needsLabel(`{enforcementAction: warn, ${owner}}`), unlabelled);
    const { cel, ...others } = of(warned, ({ warnings }) => warnings);
    expect(others).toEqual({
      gatekeeper: ["[owner] the label owner is missing"],
      rego: ["[owner] the label owner is missing"],
      topdown: ["[owner] the label owner is missing"],
    });
    expect(cel?.join()).toContain("the label owner is missing");
    const noted = await allSay(engines, needsLabel(`{enforcementAction: dryrun, ${owner}}`), unlabelled);
    const { cel: ofServer, ...audits } = of(noted, ({ audit }) => audit);
    const audit = { "NeedsLabel/owner": "the label owner is missing" };
    expect(audits).toEqual({ gatekeeper: audit, rego: audit, topdown: audit });
    expect(JSON.stringify(ofServer)).toContain("the label owner is missing");
  });

  it("skip a namespace that Gatekeeper's Config leaves out", async () => {
    const config = `---
apiVersion: config.gatekeeper.sh/v1alpha1
kind: Config
metadata: {name: config, namespace: gatekeeper-system}
spec: {match: [{excludedNamespaces: [red], processes: ["*"]}]}
`;
    const text = needsLabel(`{${owner}}`) + config;
    expect(of(await allSay(engines, text, inNamespace("red")), ({ decision }) => decision)).toEqual(each("skip"));
    expect(of(await allSay(engines, text, inNamespace("blue")), ({ decision }) => decision)).toEqual(each("deny"));
  });

  it("say which Constraint objects, for each of several that match", async () => {
    const text = needsLabel(`{${owner}}`) + constraint("NeedsLabel", "team", "{parameters: {label: team}}");
    const { cel, ...others } = of(await allSay(engines, text, unlabelled), ({ violations }) =>
      violations.map(({ policy, message }) => `${policy}: ${message}`),
    );
    const both = ["NeedsLabel/owner: the label owner is missing", "NeedsLabel/team: the label team is missing"];
    expect(others).toEqual({ gatekeeper: both, rego: both, topdown: both });
    expect(cel?.length).toBe(2);
  });

  it("fail on what the API server refuses, in its words", async () => {
    const said = await allSay(engines, needsLabel(`{${owner}}`), configMap({ name: "Not A Name" }));
    expect(of(said, ({ errors }) => errors?.map(({ code }) => code))).toEqual(each(["bad-object"]));
  });

  it("fail on parameters that the template's schema does not have", async () => {
    const world = { params: { label: 7 } };
    const said = await allSay(engines, needsLabel(`{${owner}}`), unlabelled, world);
    expect(of(said, ({ errors }) => errors?.map(({ code }) => code))).toEqual(each(["bad-world"]));
  });

  it("differ where the code differs", async () => {
    const text = needsLabel(`{${owner}}`).replaceAll("variables.params.label in", "'team' in");
    const said = await allSay(engines, text, labelled);
    expect(of(said, ({ decision }) => decision)).toEqual({
      gatekeeper: "deny", // of two forms Gatekeeper takes CEL
      rego: "allow",
      topdown: "allow",
      cel: "deny",
    });
  });
});

describe("a template with code in one language", () => {
  const rego = template("OnlyRego", { rego: 'package p\n\nviolation[{"msg": "no"}] {\n\ttrue\n}\n' });
  const cel = template("OnlyCel", { cel: { expression: "false", messageExpression: "'no'" } });
  const problemsOf = async (text: string, name: JudgeName) => {
    const { judge, problems } = await engines.get(name).compile([templatePolicy(text, name)]);
    expect(judge).toBeUndefined();
    return problems.map(({ code, message, place }) => ({ code, message, place }));
  };

  it("is a problem for the judge of the other", async () => {
    const place = { path: "templates.yaml", line: 1 };
    const wanting = (name: string, engine: string) => ({
      code: "bad-policy",
      message: `the ConstraintTemplate \`${name}\` has no code for the engine \`${engine}\``,
      place,
    });
    const [onlyRego, onlyCel] = [rego + constraint("OnlyRego", "a", "{}"), cel + constraint("OnlyCel", "a", "{}")];
    expect(await problemsOf(onlyRego, "cel")).toEqual([wanting("onlyrego", "K8sNativeValidation")]);
    expect(await problemsOf(onlyCel, "rego")).toEqual([wanting("onlycel", "Rego")]);
    expect(await problemsOf(onlyCel, "topdown")).toEqual([wanting("onlycel", "Rego")]);
  });

  it.for(judgeNames)("judges nothing without a Constraint, and %s says so", async (name) => {
    const [problem, ...more] = await problemsOf(name === "cel" ? cel : rego, name);
    expect([problem?.code, more]).toEqual(["nothing-found", []]);
  });
});

describe("Rego of a template", () => {
  const says = async (text: string, request: Request, world: World = {}) => {
    const policies: readonly Policy[] = (["gatekeeper", "rego", "topdown"] as const).map((name) =>
      templatePolicy(text, name),
    );
    return Promise.all(
      policies.map(async (policy) => {
        const { decision, violations, errors } = await (await judgeOf(engines, policy))(request, world);
        return { decision, violations, ...(errors === undefined ? {} : { errors: errors.map(({ code }) => code) }) };
      }),
    );
  };
  const withRego = (rego: string, spec = "{}") => template("Own", { rego }) + constraint("Own", "a", spec);

  it("sees the objects of the world as Gatekeeper's inventory", async () => {
    const text = withRego(`package p

violation[{"msg": msg, "details": {"other": name}}] {
	other := data.inventory.namespace[_]["v1"]["ConfigMap"][name]
	other.data.host == input.review.object.data.host
	msg := sprintf("the host is taken by %v", [name])
}
`);
    const other = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "b", namespace: "n" }, data: { host: "h" } };
    const request = configMap({ namespace: "n" }, { data: { host: "h" } });
    const denied = {
      decision: "deny",
      violations: [{ policy: "Own/a", message: "the host is taken by b", details: { other: "b" } }],
    };
    expect(await says(text, request, { objects: [other] })).toEqual([denied, denied, denied]);
    const free = { decision: "allow", violations: [] };
    expect(await says(text, request, {})).toEqual([free, free, free]);
    const elsewhere = { ...other, data: { host: "i" } };
    expect(await says(text, request, { objects: [elsewhere] })).toEqual([free, free, free]);
    expect(await says(text, request, { objects: [other] })).toEqual([denied, denied, denied]);
  });

  it("gives reasons as objects with `msg`, and whatever else it gives counts for nothing", async () => {
    const text = withRego(`package p

violation[{"msg": "counts", "details": {}}] {
	true
}

violation["a text"] {
	true
}

violation[{"message": "no msg"}] {
	true
}
`);
    const denied = { decision: "deny", violations: [{ policy: "Own/a", message: "counts" }] };
    expect(await says(text, unlabelled)).toEqual([denied, denied, denied]);
  });

  it("that fails on an object is an error", async () => {
    const text = withRego(`package p

f(x) = 1 {
	x
}

f(x) = 2 {
	x
}

violation[{"msg": "m"}] {
	f(true) == 1
}
`);
    const failed = { decision: "error", violations: [], errors: ["evaluation"] };
    expect(await says(text, unlabelled)).toEqual([failed, failed, failed]);
  });

  it("imports the libraries of its template, whatever those of another are called", async () => {
    const lib = (word: string) => `package lib.words\n\nword = "${word}"\n`;
    const rego = 'package p\n\nimport data.lib.words\n\nviolation[{"msg": words.word}] {\n\ttrue\n}\n';
    const made = (kind: string) =>
      template(kind, { rego }).replace('"source":{', `"source":{"libs":${JSON.stringify([lib(kind.toLowerCase())])},`);
    const text = ["One", "Two"].map((kind) => made(kind) + constraint(kind, "a", "{}")).join("---\n");
    const violations = [
      { policy: "One/a", message: "one" },
      { policy: "Two/a", message: "two" },
    ];
    const denied = { decision: "deny", violations };
    expect(await says(text, unlabelled)).toEqual([denied, denied, denied]);
  });

  it("is given the review that Gatekeeper makes of a request: with the object that is deleted, and with the namespace", async () => {
    const text = withRego(`package p

violation[{"msg": msg}] {
	review := input.review
	msg := concat(" ", [review.operation, review.object.metadata.name, review.kind.kind, review.namespaceObject.metadata.labels.team])
}
`);
    const object = { json: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "red" } } };
    const asked = await says(text, { operation: "UPDATE", object, oldObject: object }, teams);
    const denied = { decision: "deny", violations: [{ policy: "Own/a", message: "UPDATE a ConfigMap red" }] };
    expect(asked).toEqual([denied, denied, denied]);
  });
});

describe("Gatekeeper", () => {
  it("reviews an object as it is written, and a review as a request", async () => {
    const text =
      template("Asked", {
        rego: `package p

violation[{"msg": msg}] {
	msg := sprintf("%v %v", [object.get(input.review, "operation", "no operation"), object.get(input.review.object, "port", "no port")])
}
`,
      }) + constraint("Asked", "a", "{}");
    const object = { text: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nport: 0755\n" };
    const messages = async (request: Request, name: JudgeName) => {
      const judge = await judgeOf(engines, templatePolicy(text, name));
      return (await judge(request, { raw: true })).violations.map(({ message }) => message);
    };
    for (const name of ["gatekeeper", "rego", "topdown"] as const) {
      expect(await messages({ operation: "CREATE", object }, name)).toEqual([" 493"]);
      expect(await messages({ operation: "CREATE", object, user: { username: "me" } }, name)).toEqual(["CREATE 493"]);
    }
  });

  it("mutates before it judges, and so does the review that Rego is given", async () => {
    const assign = `---
apiVersion: mutations.gatekeeper.sh/v1
kind: AssignMetadata
metadata: {name: owner}
spec: {location: metadata.labels.owner, parameters: {assign: {value: me}}}
`;
    for (const name of ["gatekeeper", "rego", "topdown"] as const) {
      const judge = await judgeOf(engines, templatePolicy(needsLabel(`{${owner}}`) + assign, name));
      const verdict = await judge(unlabelled, {});
      expect(verdict.decision).toBe("allow");
      expect(verdict.object?.["metadata"]).toMatchObject({ labels: { owner: "me" } });
    }
  });

  it("skips what its webhook is not sent, unless a configuration has it sent", async () => {
    const object = { json: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "n" } } };
    const deleting: Request = { operation: "DELETE", oldObject: object };
    const text = needsLabel(`{${owner}}`);
    expect(of(await allSay(engines, text, deleting), ({ decision }) => decision)).toEqual(each("skip"));
    const webhook = `---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: gatekeeper-validating-webhook-configuration}
webhooks:
  - name: validation.gatekeeper.sh
    rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: [DELETE], resources: ["*"]}]
    clientConfig: {url: "https://gatekeeper.example"}
    sideEffects: None
    admissionReviewVersions: [v1]
`;
    expect(of(await allSay(engines, text + webhook, deleting), ({ decision }) => decision)).toEqual(each("deny"));
    expect(of(await allSay(engines, text + webhook, unlabelled), ({ decision }) => decision)).toEqual(each("skip"));
  });

  it("gives parameters of the world to the Constraints whose template has a schema for them", async () => {
    const plain = template("Plain", {
      cel: { expression: "variables.anyObject.metadata.name != 'a'", messageExpression: "'the name is a'" },
      rego: 'package p\n\nviolation[{"msg": "the name is a"}] {\n\tinput.review.object.metadata.name == "a"\n}\n',
    }).replace("validation: {openAPIV3Schema: {type: object, properties: {}}}", "");
    const text = `${needsLabel(`{${owner}}`)}---\n${plain}${constraint("Plain", "a", "{}")}`;
    const said = await allSay(engines, text, labelled, { params: { label: "team" } });
    expect(of(said, ({ violations }) => violations.map(({ message }) => message).sort())).toEqual(
      each(["the label team is missing", "the name is a"]),
    );
    const alone = plain + constraint("Plain", "a", "{}");
    const refused = await allSay(engines, alone, labelled, { params: { label: "team" } });
    expect(of(refused, ({ errors }) => errors?.map(({ code }) => code))).toEqual(each(["bad-world"]));
  });

  it("takes every result for a violation where it stands for gator, and CEL or Rego as it is told", async () => {
    const spec = `{enforcementAction: dryrun, ${owner}}`;
    const gator = await judgeOf(engines, templatePolicy(needsLabel(spec), "gatekeeper", { enforcementPoint: "gator" }));
    expect((await gator(unlabelled, {})).decision).toBe("deny");
    const rego = await judgeOf(engines, templatePolicy(needsLabel(spec), "rego", { enforcementPoint: "gator" }));
    expect((await rego(unlabelled, {})).decision).toBe("deny");
    const text = needsLabel(`{${owner}}`).replaceAll("variables.params.label in", "'team' in");
    const byDriver = await Promise.all(
      (["cel", "rego"] as const).map(async (driver) => {
        const judge = await judgeOf(engines, templatePolicy(text, "gatekeeper", { driver }));
        return (await judge(labelled, {})).decision;
      }),
    );
    expect(byDriver).toEqual(["deny", "allow"]);
  });

  it("judges several sets of templates as one, each as it is to be judged", async () => {
    const policies = [
      templatePolicy(needsLabel(`{match: {${configMaps}}, ${owner}}`)),
      templatePolicy(needsLabel("{parameters: {label: team}}"), "gatekeeper", { driver: "rego" }),
    ];
    const { judge, problems } = await engines.get("gatekeeper").compile(policies);
    expect(problems).toEqual([]);
    const verdict = await judge?.(unlabelled, {});
    expect(verdict?.decision).toBe("deny");
    expect(verdict?.violations.map(({ message }) => message)).toEqual([
      "the label owner is missing",
      "the label team is missing",
    ]);
    expect((await judge?.(configMap({ labels: { owner: "a", team: "b" } }), {}))?.decision).toBe("allow");
  });

  it("is beside other policies of the engine that judges by a form of its templates", async () => {
    const own: Policy = {
      control: "y",
      engine: "rego",
      sources: [
        { path: "y.rego", text: 'package y\n\ndeny contains "of y" if input.request.object.kind == "Secret"\n' },
      ],
    };
    const templates = templatePolicy(needsLabel(`{match: {${configMaps}}, ${owner}}`), "rego");
    const { judge, problems } = await engines.get("rego").compile([own, templates]);
    expect(problems).toEqual([]);
    const said = async (request: Request) => (await judge?.(request, {}))?.violations.map(({ message }) => message);
    expect(await said(secret)).toEqual(["of y"]);
    expect(await said(unlabelled)).toEqual(["the label owner is missing"]);
    expect((await judge?.(labelled, {}))?.decision).toBe("allow");
  });

  it("says what is wrong with a template and a Constraint, with their places, and judges by the rest", async () => {
    const broken = template("Broken", { rego: "package p\n\nviolation[" }) + constraint("NoSuchKind", "a", "{}");
    const sources = [
      { path: "broken.yaml", text: broken },
      { path: "sound.yaml", text: needsLabel(`{${owner}}`) },
    ];
    for (const name of judgeNames) {
      const { judge, problems } = await engines.get(name).compile([templatePolicy("", name, { sources })]);
      expect(problems.map(({ code, place }) => [code, place?.path])).toEqual([
        ["bad-policy", "broken.yaml"],
        ["bad-policy", "broken.yaml"],
      ]);
      expect((await judge?.(unlabelled, {}))?.decision).toBe("deny");
    }
  });

  it.for(judgeNames)("tells parameters that the template's schema refuses from other faults, for %s", async (name) => {
    const compile = async (text: string) => engines.get(name).compile([templatePolicy(text, name)]);
    const refused = await compile(needsLabel("{parameters: {label: 7}}"));
    expect(refused.judge).toBeUndefined();
    expect(refused.problems.map(({ code, place }) => [code, place?.path])).toEqual([["bad-params", "templates.yaml"]]);
    const faulty = await compile(needsLabel("{enforcementAction: never}"));
    expect(faulty.problems.map(({ code }) => code)).toEqual(["bad-policy"]);
  });

  it("answers external data from the world, and fails where the world does not say", async () => {
    const text =
      template("Asks", {
        rego: `package p

violation[{"msg": msg}] {
	answer := external_data({"provider": "scanner", "keys": [input.review.object.metadata.name]})
	msg := sprintf("%v", [answer.responses[_][1]])
}
`,
      }) + constraint("Asks", "a", "{}");
    const judge = await judgeOf(engines, templatePolicy(text));
    const externalData = { scanner: { a: { value: "seven holes" } } };
    expect((await judge(unlabelled, { externalData })).violations.map(({ message }) => message)).toEqual([
      "seven holes",
    ]);
    expect((await judge(unlabelled, {})).decision).toBe("error");
    const { judge: none, problems } = await engines.get("rego").compile([templatePolicy(text, "rego")]);
    expect(none).toBeUndefined();
    expect(problems.map(({ message }) => message).join()).toContain("external_data");
  });
});
