import { posix } from "node:path";
import type { Case, Control, JsonObject, Problem, SourceFile } from "../../model/index.ts";
import type { Root } from "../_root.ts";
import { type ObjectDocument, sourceOfDocument } from "./_documents.ts";
import { caseOf } from "./_kaptest-case.ts";
import { findPolicy, namespaceOf } from "./_kaptest-find.ts";
import { type ReadManifest, readManifest } from "./_kaptest-manifest.ts";
import { bindingsOf, supposedBinding } from "./_native-policy.ts";
import { numbered } from "./_numbered.ts";
import type { ForeignControls } from "./foreign.ts";

/** Reads a manifest of kaptest: a control for each policy that it tests, judged by the API server's code. */
export function readKaptest(root: Root, path: string): ForeignControls {
  const read = readManifest(root, path);
  if (!("manifest" in read)) return { controls: [], problems: read };
  const drafts = new Map<ObjectDocument, Draft>();
  const problems = [...read.problems];
  for (const suite of read.manifest.testSuites.keys()) problems.push(...addTests(read, suite, drafts));
  const tested = [...drafts].filter(([, { cases }]) => cases.length > 0);
  const controls = tested.map(([policy, { id, cases, params }]): Control => {
    const sources = [sourceOfDocument(policy), ...bindingSources(read, policy, params)];
    return { id, policies: [{ control: id, engine: "cel", sources }], cases: numbered(cases) };
  });
  return { controls, problems };
}

// --- internal ---

interface Draft {
  /** The folder of the manifest and the policy's name. */
  readonly id: string;
  readonly cases: Case[];
  /** What the tests name as parameters. */
  readonly params: Set<ObjectDocument>;
}

function addTests(read: ReadManifest, suite: number, drafts: Map<ObjectDocument, Draft>): readonly Problem[] {
  const policy = findPolicy(read, suite);
  if ("code" in policy) return [policy];
  const folder = posix.dirname(read.path);
  const id = folder === "." ? policy.key.name : `${folder}/${policy.key.name}`;
  const draft = drafts.get(policy) ?? { id, cases: [], params: new Set() };
  drafts.set(policy, draft);
  const tests = read.manifest.testSuites[suite]?.tests ?? [];
  return tests.flatMap((_, test): readonly Problem[] => {
    const made = caseOf({ read, control: id, policy, suite, test });
    if (!("case" in made)) return made;
    draft.cases.push(made.case);
    if (made.param !== undefined) draft.params.add(made.param);
    return [];
  });
}

/** Bindings of the files are kept where the policy takes no parameters; which ones it takes, the tests say. */
function bindingSources(
  { policies }: ReadManifest,
  policy: ObjectDocument,
  params: ReadonlySet<ObjectDocument>,
): readonly SourceFile[] {
  const supposed = (binding: JsonObject): SourceFile => ({ path: policy.place.path, text: JSON.stringify(binding) });
  if (params.size > 0 && isName(policy.key.name)) return [...params].map((param) => supposed(bindingTo(policy, param)));
  const written = bindingsOf(policy, policies).map(sourceOfDocument);
  if (written.length > 0) return written;
  return isName(policy.key.name) ? [supposed(supposedBinding(policy))] : [];
}

/** Of a policy that the server refuses for its name, the binding would be refused too. */
function isName(name: string): boolean {
  return /^[-a-z0-9.]+$/.test(name);
}

/** Where the parameters are not in the world of a case, the binding is as if it were not there: a case has one of them. */
function bindingTo(policy: ObjectDocument, param: ObjectDocument): JsonObject {
  const { name } = param.key;
  const namespace = namespaceOf(param) || (isOfCore(param) ? "default" : "");
  const paramRef: JsonObject = {
    name,
    ...(namespace === "" ? {} : { namespace }),
    parameterNotFoundAction: "Allow",
  };
  const binding = [policy.key.name, namespace, name].filter((part) => part !== "").join(".");
  return supposedBinding(policy, { binding, spec: { paramRef } });
}

/** Of the kinds of the core group that hold settings: they are in namespaces. */
function isOfCore({ key: { apiVersion } }: ObjectDocument): boolean {
  return apiVersion === "v1";
}
