import { posix } from "node:path";
import type { Case, Control, Policy, Problem, SourceFile } from "../../model/index.ts";
import { readText } from "../_read.ts";
import type { Root } from "../_root.ts";
import { hasForm } from "../_templates.ts";
import { type NamedFile, type ObjectDocument, readDocuments, sourceOfDocument } from "./_documents.ts";
import { caseOf } from "./_gator-case.ts";
import { type GatorTest, type ReadSuite, readSuites } from "./_gator-suite.ts";
import { numbered } from "./_numbered.ts";
import type { ForeignControls } from "./foreign.ts";

/**
 * Reads a file of gator's Suites: a control for each test, which is a template with one Constraint.
 * @param near whether files are asked for; of a test that names none of them nothing is read. Absent: all are
 */
export function readGator(root: Root, path: string, near?: (files: readonly string[]) => boolean): ForeignControls {
  const file = readText(root, path);
  if ("code" in file) return { controls: [], problems: [file] };
  const read = readSuites(path, file.text).map((one) =>
    "suite" in one ? controlsOf(root, path, { read: one, near }) : { controls: [], problems: one },
  );
  return { controls: read.flatMap(({ controls }) => controls), problems: read.flatMap(({ problems }) => problems) };
}

// --- internal ---

function controlsOf(
  root: Root,
  path: string,
  {
    read,
    near = () => true,
  }: { readonly read: ReadSuite; readonly near: ((files: readonly string[]) => boolean) | undefined },
): ForeignControls {
  const controls: Control[] = [];
  const problems: Problem[] = [...read.problems];
  for (const [index, test] of read.suite.tests.entries()) {
    const id = idOf(path, test);
    if (!near(filesOf(path, test))) {
      controls.push({ id, policies: [], cases: [] });
      continue;
    }
    const made = controlOf(root, path, { read, index, id });
    problems.push(...made.problems);
    if (made.control !== undefined) controls.push(made.control);
  }
  return { controls, problems };
}

/** The folder of the suite and the test's name. */
function idOf(path: string, { name }: GatorTest): string {
  const folder = posix.dirname(path);
  return folder === "." ? name : `${folder}/${name}`;
}

/** The suite, and what of it are the policies. */
function filesOf(path: string, { template, constraint, expansion }: GatorTest): readonly string[] {
  const named = [template, constraint, ...(expansion === undefined ? [] : [expansion])];
  return [path, ...named.map((file) => posix.normalize(posix.join(posix.dirname(path), file)))];
}

interface One {
  readonly read: ReadSuite;
  readonly index: number;
  readonly id: string;
}

function controlOf(
  root: Root,
  path: string,
  { read, index, id }: One,
): { readonly control?: Control; readonly problems: readonly Problem[] } {
  const test = read.suite.tests[index] as GatorTest;
  const parts = partsOf(root, path, { read, index, id });
  const unusable = [...parts.problems, ...caseless(read, index)];
  if (unusable.length > 0) return { problems: unusable };
  const sources = [...parts.template, ...parts.constraint, ...parts.expansion];
  const policies = policiesOf(id, { template: parts.template, sources });
  if (test.invalid === true)
    return { control: { id, policies: policies.slice(0, 1), cases: [refusal(read, index, id)] }, problems: [] };
  const made = (test.cases ?? []).map((_, number) =>
    caseOf({ root, path, control: id, read, test: index, index: number }),
  );
  const cases = made.flatMap((one) => (one.case === undefined ? [] : [one.case]));
  const problems = made.flatMap((one) => one.problems);
  return { ...(cases.length > 0 && { control: { id, policies, cases: numbered(cases) } }), problems };
}

interface Parts {
  readonly template: readonly SourceFile[];
  readonly constraint: readonly SourceFile[];
  readonly expansion: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

/** The documents that a test names, each of the kind that it must be. */
function partsOf(root: Root, path: string, { read, index }: One): Parts {
  const test = read.suite.tests[index] as GatorTest;
  const problems: Problem[] = [];
  const documents = (key: "template" | "constraint" | "expansion", wanted: RegExp): readonly SourceFile[] => {
    const named = test[key];
    if (named === undefined) return [];
    const file: NamedFile = { path: named, place: read.placeOf(["tests", index, key]) };
    const found = readDocuments(root, posix.dirname(path), [file]);
    problems.push(...found.problems, ...strangers(found.documents, { key, wanted, file }));
    return found.documents.map(sourceOfDocument);
  };
  return {
    template: documents("template", /^templates\.gatekeeper\.sh\/\S+ ConstraintTemplate$/),
    constraint: documents("constraint", /^constraints\.gatekeeper\.sh\//),
    expansion: documents("expansion", /^expansion\.gatekeeper\.sh\/\S+ ExpansionTemplate$/),
    problems,
  };
}

function strangers(
  documents: readonly ObjectDocument[],
  { key, wanted, file }: { readonly key: string; readonly wanted: RegExp; readonly file: NamedFile },
): readonly Problem[] {
  const [first, second] = documents;
  if (second !== undefined && key !== "expansion")
    return [
      {
        code: "bad-case",
        message: `\`${key}\` must be a file of one document, and \`${file.path}\` has ${documents.length}`,
        place: file.place,
      },
    ];
  const stranger = documents.find(({ key: own }) => !wanted.test(`${own.apiVersion} ${own.kind}`));
  if (first === undefined || stranger === undefined) return [];
  const { apiVersion, kind } = stranger.key;
  return [
    {
      code: "bad-case",
      message: `\`${file.path}\` is no ${key}: it is a \`${kind}\` of \`${apiVersion}\``,
      place: file.place,
    },
  ];
}

/** Gatekeeper as gator asks it, and what else can judge by the same template. */
function policiesOf(
  control: string,
  { template, sources }: { readonly template: readonly SourceFile[]; readonly sources: readonly SourceFile[] },
): readonly Policy[] {
  const from = "gatekeeper";
  const gator: Partial<Policy> = { enforcementPoint: "gator" }; // bindings decide what becomes of CEL
  return [
    { control, engine: from, ...gator, sources },
    ...(["rego", "topdown"] as const)
      .filter((engine) => hasForm(template, engine))
      .map((engine) => ({ control, engine, from, ...gator, sources }) as const),
    ...(hasForm(template, "cel") ? [{ control, engine: "cel", from, sources } as const] : []),
  ];
}

/** That the Constraint is refused is what there is to check: there is no request. */
function refusal(read: ReadSuite, index: number, control: string): Case {
  const place = read.placeOf(["tests", index, "invalid"]);
  return {
    control,
    name: "the Constraint does not fit its template",
    place,
    request: { operation: "CREATE" },
    world: {},
    expect: {},
    refused: true,
    judgedBy: ["gatekeeper"],
    ...(read.suite.skip === true || read.suite.tests[index]?.skip === true
      ? { skip: "the suite or the test says skip" }
      : {}),
  };
}

function caseless(read: ReadSuite, index: number): readonly Problem[] {
  const { cases = [], invalid, name } = read.suite.tests[index] as GatorTest;
  const place = read.placeOf(["tests", index]);
  if (invalid === true && cases.length > 0)
    return [
      {
        code: "bad-case",
        message: `the test \`${name}\` is \`invalid\` and has cases, which would not run`,
        place,
        hint: "remove one of the two",
      },
    ];
  if (invalid === true || cases.length > 0) return [];
  return [
    { code: "bad-case", message: `the test \`${name}\` has no case`, place, hint: "write cases, or remove the test" },
  ];
}
