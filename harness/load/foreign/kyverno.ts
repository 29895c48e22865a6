import { posix } from "node:path";
import type { Case, Control, Problem } from "../../model/index.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { aside, caseName, caseOf } from "./_kyverno-case.ts";
import { findResources, findSubject, isPolicy, type Subject } from "./_kyverno-find.ts";
import { danglingBindings, nativePolicy } from "./_kyverno-native.ts";
import { ownPolicy, unaskable } from "./_kyverno-own.ts";
import { nameOf, readSuite, type Suite } from "./_kyverno-suite.ts";
import { readTests } from "./_kyverno-test.ts";
import { isNative } from "./_native-policy.ts";
import { numbered } from "./_numbered.ts";

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
    const policy = native ? nativePolicy(suite, subject.policy, id) : ownPolicy(suite, subject, id);
    return { id, policies: [policy], cases: numbered(cases) };
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
  const { expected, missing } = findResources(suite, index);
  const skip = unaskable(suite, index);
  // What is set aside may be about what is no resource, such as a payload.
  if (skip !== undefined) {
    const asides = [...expected.map(({ resource, place }) => ({ name: caseName(resource), place })), ...missing];
    draft.cases.push(...asides.map((one) => aside({ control, skip, ...one })));
    return [];
  }
  const read = expected.map((one) => caseOf(suite, { control, subject, index, one }));
  draft.cases.push(...read.flatMap((one) => ("case" in one ? [one.case] : [])));
  const unusable = read.flatMap((one) => ("problem" in one ? [one.problem] : []));
  return [...missing.map(({ problem }) => problem), ...unusable];
}

/** The folder of the Test, the policy and the rule. */
function idOf({ path }: Suite, { policy, rule }: Subject, document: number): string {
  const folder = posix.dirname(path).replace(/(?:^|\/)\.kyverno-test$/, "");
  const test = `${folder === "." ? "" : folder}${document === 0 ? "" : `#${document + 1}`}`;
  return [test, policy.key.name, rule ?? ""].filter((part) => part !== "").join("/");
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
