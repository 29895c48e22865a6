import { posix } from "node:path";
import type { Case, Control, Problem } from "../../model/index.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { caseOf } from "./_kyverno-case.ts";
import { findResources, findSubject, isPolicy, type Subject } from "./_kyverno-find.ts";
import { danglingBindings, nativePolicy } from "./_kyverno-native.ts";
import { ownPolicy } from "./_kyverno-own.ts";
import { nameOf, readSuite, type Suite } from "./_kyverno-suite.ts";
import { readTests } from "./_kyverno-test.ts";
import { isNative } from "./_native-policy.ts";

/** What a file of the kyverno CLI's Tests says: a control for each policy, or rule of one, that it has results for. */
export interface KyvernoControls {
  readonly controls: readonly Control[];
  readonly problems: readonly Problem[];
}

/** Reads a file of Tests, with all that they name. */
export function readKyverno(root: Root, path: string): KyvernoControls {
  const file = readText(root, path);
  if ("code" in file) return { controls: [], problems: [file] };
  const read = readTests(path, file.text).map((one, index) =>
    "test" in one ? controlsOf(readSuite(root, path, one), index) : { controls: [], problems: one },
  );
  return { controls: read.flatMap(({ controls }) => controls), problems: read.flatMap(({ problems }) => problems) };
}

// --- internal ---

interface Draft {
  readonly subject: Subject;
  readonly cases: Case[];
}

function controlsOf(suite: Suite, document: number): KyvernoControls {
  const drafts = new Map<string, Draft>();
  const problems = [...suite.problems, ...danglingBindings(suite), ...strangers(suite)];
  for (const index of suite.read.test.results.keys()) problems.push(...addCases(suite, { document, index, drafts }));
  const controls = [...drafts].map(([id, { subject, cases }]): Control => {
    const native = isNative(subject.policy);
    return { id, policies: [native ? nativePolicy(suite, subject.policy, id) : ownPolicy(suite, subject, id)], cases };
  });
  return { controls, problems };
}

interface Adding {
  /** Which of the file's documents. */
  readonly document: number;
  /** Which of the Test's results. */
  readonly index: number;
  readonly drafts: Map<string, Draft>;
}

function addCases(suite: Suite, { document, index, drafts }: Adding): readonly Problem[] {
  const subject = findSubject(suite, index);
  if ("code" in subject) return [subject];
  const control = idOf(suite, subject, document);
  const draft = drafts.get(control) ?? { subject, cases: [] };
  drafts.set(control, draft);
  const { expected, problems } = findResources(suite, index);
  const read = expected.map((one) => caseOf(suite, { control, subject, index, one }));
  for (const one of read) if ("case" in one) draft.cases.push(named(one.case, draft.cases));
  return [...problems, ...read.flatMap((one) => ("problem" in one ? [one.problem] : []))];
}

/** The folder of the Test, the policy and the rule. */
function idOf({ path }: Suite, { policy, rule }: Subject, document: number): string {
  const folder = posix.dirname(path).replace(/(?:^|\/)\.kyverno-test$/, "");
  const test = `${folder === "." ? "" : folder}${document === 0 ? "" : `#${document + 1}`}`;
  return [test, policy.key.name, rule ?? ""].filter((part) => part !== "").join("/");
}

/** A Test may say several things of one resource. */
function named(one: Case, others: readonly Case[]): Case {
  const same = others.filter(({ name }) => name === one.name || name.startsWith(`${one.name}#`)).length;
  return same === 0 ? one : { ...one, name: `${one.name}#${same + 1}` };
}

/** Documents among the policies that are none. */
function strangers({ policies }: Suite): readonly Problem[] {
  const others = policies.filter(
    (one) => !isPolicy(one) && !/^PolicyException$|AdmissionPolicyBinding$/.test(one.key.kind),
  );
  return others.map((one) => {
    const message = `${nameOf(one)} is no policy`;
    return { code: "bad-policy", message, place: one.place, hint: "take it out of the files under `policies`" };
  });
}
