import { posix } from "node:path";
import type { Case, JsonObject, Problem, Request } from "../../model/index.ts";
import type { Root } from "../_root.ts";
import type { DocumentText } from "../_split.ts";
import { yamlDocument } from "../requests/_document.ts";
import { admissionReview } from "../requests/admission-review.ts";
import { type NamedFile, type ObjectDocument, readDocuments } from "./_documents.ts";
import { expectationOf, flawOf } from "./_gator-assertions.ts";
import type { GatorTest, ReadSuite } from "./_gator-suite.ts";

/** Which case of which test. */
export interface At {
  readonly root: Root;
  readonly path: string;
  readonly control: string;
  readonly read: ReadSuite;
  readonly test: number;
  readonly index: number;
}

/** A case of gator as one of ours: the object as it is written, and what its assertions count. */
export function caseOf(at: At): { readonly case?: Case; readonly problems: readonly Problem[] } {
  const { read, test: number, index } = at;
  const test = read.suite.tests[number] as GatorTest;
  const written = test.cases?.[index];
  if (written === undefined) return { problems: [] };
  const keys = ["tests", number, "cases", index];
  const place = read.placeOf([...keys, "name"]);
  const { object, problems: ofObject } = objectOf(at, {
    path: written.object,
    place: read.placeOf([...keys, "object"]),
  });
  const inventory = readDocuments(
    at.root,
    posix.dirname(at.path),
    (written.inventory ?? []).map((path, entry) => ({ path, place: read.placeOf([...keys, "inventory", entry]) })),
  );
  const { assertions = [] } = written;
  const problems = [...ofObject, ...inventory.problems, ...assertionProblems(at, keys)];
  if (object === undefined || problems.length > 0) return { problems };
  const request = requestOf(object);
  if ("code" in request) return { problems: [request] };
  const skip = skipOf(read, test, written.skip === true);
  return {
    case: {
      control: at.control,
      name: written.name,
      place,
      request,
      world: worldOf(inventory.documents),
      expect: { ...expectationOf(assertions), place: read.placeOf([...keys, "assertions"]) },
      judgedBy: ["gatekeeper"],
      ...(skip === undefined ? {} : { skip }),
    },
    problems,
  };
}

// --- internal ---

function objectOf(
  { root, path }: At,
  named: NamedFile,
): { readonly object?: ObjectDocument; readonly problems: readonly Problem[] } {
  const { documents, problems } = readDocuments(root, posix.dirname(path), [named]);
  const [object, ...more] = documents;
  if (object === undefined || more.length === 0) return { ...(object && { object }), problems };
  const message = `\`${named.path}\` holds ${documents.length} objects, and a case is about one`;
  return {
    problems: [{ code: "bad-case", message, place: named.place, hint: "put the others into a file for `inventory`" }],
  };
}

function assertionProblems({ read, test, index }: At, keys: readonly (string | number)[]): readonly Problem[] {
  const { assertions = [] } = read.suite.tests[test]?.cases?.[index] ?? {};
  if (assertions.length === 0) {
    const hint = "say `assertions: [{violations: yes}]`, or no";
    return [{ code: "bad-case", message: "the case asserts nothing", place: read.placeOf(keys), hint }];
  }
  return assertions.flatMap((assertion, number) => {
    const flaw = flawOf(assertion);
    const place = read.placeOf([...keys, "assertions", number, "message"]);
    return flaw === undefined
      ? []
      : [{ code: "bad-case", message: `\`message\` is no regular expression: ${flaw}`, place }];
  });
}

/** What stands in the file is what is judged: no API server has read it. An AdmissionReview is what a webhook was given. */
function requestOf({ text, place, value }: ObjectDocument): Request | Problem {
  const { apiVersion, kind } = value as { readonly apiVersion: string; readonly kind: string };
  if (!admissionReview.takes(apiVersion, kind)) return { operation: "CREATE", object: { text } };
  const document = yamlDocument({ text, line: place.line } as DocumentText, place.path);
  if (!("value" in document)) return "problem" in document ? document.problem : noReview(document.aside, place);
  const reading = admissionReview.read(document);
  if ("request" in reading) return reading.request.request;
  return "problem" in reading ? reading.problem : noReview(reading.aside, place);
}

function noReview(why: string, place: ObjectDocument["place"]): Problem {
  return { code: "bad-case", message: `this is no request: ${why}`, place };
}

/** Nothing is between the file and who judges it: gator reads it raw, and the API server's code is not to refuse it. */
function worldOf(inventory: readonly ObjectDocument[]): Case["world"] {
  const objects = inventory.map(({ value }): JsonObject => value);
  return { raw: true, validate: false, ...(objects.length === 0 ? {} : { objects }) };
}

function skipOf({ suite }: ReadSuite, test: GatorTest, own: boolean): string | undefined {
  if (suite.skip === true) return "the suite says skip";
  if (test.skip === true) return "the test says skip";
  return own ? "the case says skip" : undefined;
}
