import type {
  AuthorizerRule,
  Case,
  Expectation,
  Json,
  JsonObject,
  ObjectSource,
  Problem,
  Request,
  World,
} from "../model/index.ts";
import { isBefore, rangeOf } from "../model/index.ts";
import type { CaseFile, LoadedCases } from "./_manifest.ts";
import { inexactNumber } from "./_numbers.ts";
import { schemaProblems } from "./_schema.ts";
import { sourceOf } from "./_slice.ts";
import { type DocumentText, splitDocuments } from "./_split.ts";
import { entryOf, startOf } from "./_tree.ts";
import { parseDocument, readValue, type YamlDocument } from "./_yaml.ts";

/** A case as case.schema.json describes it. */
interface Written {
  readonly case: string;
  readonly request: Partial<Omit<Request, "object" | "oldObject">> & {
    readonly object?: JsonObject;
    readonly oldObject?: JsonObject;
  };
  readonly namespace?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly namespaces?: readonly JsonObject[];
  readonly objects?: readonly JsonObject[];
  readonly crds?: readonly JsonObject[];
  readonly rules?: readonly AuthorizerRule[];
  readonly params?: Readonly<Record<string, Json>>;
  readonly kubernetes?: string;
  readonly validate?: boolean;
  readonly serviceAccount?: boolean;
  readonly raw?: boolean;
  readonly judgedBy?: Case["judgedBy"];
  readonly skip?: string;
  readonly expect: Expectation & { readonly engines?: NonNullable<Case["engines"]> };
}

/** The cases of a `*.case.yaml`, a document each. */
export function writtenCases(file: CaseFile): LoadedCases {
  const documents = splitDocuments(file.text);
  if (documents.length === 0) {
    return {
      cases: [],
      problems: [
        {
          code: "bad-file",
          message: `\`${file.path}\` holds no case`,
          place: { path: file.path },
          hint: "write a case or remove the file",
        },
      ],
    };
  }
  const read = documents.map((document) => readCase(file, document));
  return {
    cases: read.flatMap((result) => ("case" in result ? [result.case] : [])),
    problems: read.flatMap((result) => ("problems" in result ? result.problems : [])),
  };
}

function readCase(
  file: CaseFile,
  source: DocumentText,
): { readonly case: Case } | { readonly problems: readonly Problem[] } {
  const document = parseDocument(source, file.path);
  if ("code" in document) return { problems: [document] };
  const read = readValue(document);
  if ("code" in read) return { problems: [read] };
  if (isManifest(read.value)) return { problems: [noCase(document)] };
  const problems = schemaProblems("case", document, read.value);
  if (problems.length > 0) return { problems };
  const written = read.value as unknown as Written;
  const unusable =
    backwards(document, written) ??
    missingObject(document, written) ??
    inexactNumber(document, judgedValue(document, written));
  if (unusable !== undefined) return { problems: [unusable] };
  return { case: makeCase(file.control, document, written) };
}

/** A plain manifest in a file that is named as a case. */
function isManifest(value: Json): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "apiVersion") && Object.hasOwn(value, "kind") && !Object.hasOwn(value, "case");
}

function noCase(document: YamlDocument): Problem {
  return {
    code: "bad-case",
    message: "this is a manifest, not a case: it has no `case`, `request` and `expect`",
    place: document.placeOf(document.root.start),
    hint: "put it below `request.object` of a case, or rename the file and move it into `allow/` or `deny/`",
  };
}

/** What the engines are given as a value, not as the text that the user wrote. */
function judgedValue(document: YamlDocument, written: Written): Json {
  const { object, oldObject, ...request } = requestOf(document, written.request);
  const values = [object, oldObject].map((source) => (source !== undefined && "json" in source ? source.json : null));
  return { ...written, request: { ...request, object: values[0], oldObject: values[1] } } as unknown as Json;
}

function makeCase(control: string, document: YamlDocument, written: Written): Case {
  const { engines, ...expect } = written.expect;
  const at = (keys: readonly string[]): Pick<Expectation, "place"> => ({
    place: document.placeOf(startOf(document.root, keys)),
  });
  const releases = rangeOf(written.kubernetes ?? "");
  const placed = Object.entries(engines ?? {}).map(([id, expectation]) => [
    id,
    { ...expectation, ...at(["expect", "engines", id]) },
  ]);
  return {
    control,
    name: written.case,
    place: document.placeOf(document.root.start),
    request: requestOf(document, written.request),
    world: worldOf(written),
    expect: { ...expect, ...at(["expect"]) },
    ...(engines === undefined ? {} : { engines: Object.fromEntries(placed) as NonNullable<Case["engines"]> }),
    ...(written.judgedBy === undefined ? {} : { judgedBy: written.judgedBy }),
    ...(written.skip === undefined ? {} : { skip: written.skip }),
    ...(releases === undefined ? {} : { releases }),
  };
}

function requestOf(document: YamlDocument, written: Written["request"]): Request {
  const { object, oldObject, ...rest } = written;
  return {
    ...rest,
    operation: written.operation ?? "CREATE",
    ...(object === undefined ? {} : { object: objectOf(document, "object", object) }),
    ...(oldObject === undefined ? {} : { oldObject: objectOf(document, "oldObject", oldObject) }),
  };
}

/** The object as the user wrote it, for the engine's own reader; as a value only where its text borrows from elsewhere in the document. */
function objectOf(document: YamlDocument, key: string, json: JsonObject): ObjectSource {
  const node = entryOf(entryOf(document.root, "request"), key);
  const text = node === undefined ? undefined : sourceOf(document, node);
  return text === undefined ? { json } : { text };
}

function worldOf(written: Written): World {
  const { kubernetes: about, objects, crds, rules, params, validate, serviceAccount, raw } = written;
  const range = rangeOf(about ?? "");
  const kubernetes = range === undefined ? about : range.to;
  const own = written.namespace === undefined ? [] : [namespaceOf(written)];
  const namespaces = [...own, ...(written.namespaces ?? [])];
  const given = { kubernetes, objects, crds, rules, params, validate, serviceAccount, raw };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as World;
  return namespaces.length === 0 ? present : { ...present, namespaces };
}

function namespaceOf({ request, namespace }: Written): JsonObject {
  const name = request.namespace ?? namespaceIn(request.object) ?? namespaceIn(request.oldObject) ?? "default";
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, ...namespace } };
}

function namespaceIn(object: JsonObject | undefined): string | undefined {
  const metadata = object?.["metadata"] as JsonObject | undefined;
  const name = typeof metadata === "object" ? metadata?.["namespace"] : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** A range that ends before it begins holds no release. */
function backwards(document: YamlDocument, { kubernetes = "" }: Written): Problem | undefined {
  const { from, to } = rangeOf(kubernetes) ?? {};
  if (from === undefined || to === undefined || !isBefore(to, from)) return undefined;
  const message = `\`kubernetes: ${kubernetes}\` holds no release: it ends before it begins`;
  return { code: "bad-case", message, place: document.placeOf(startOf(document.root, ["kubernetes"])) };
}

function missingObject(document: YamlDocument, { request }: Written): Problem | undefined {
  const key = request.operation === "DELETE" ? "oldObject" : "object";
  if (request.object !== undefined || (key === "oldObject" && request.oldObject !== undefined)) return undefined;
  const message = `\`request.${key}\` is missing: there is nothing to judge`;
  return { code: "bad-case", message, place: document.placeOf(startOf(document.root, ["request"])) };
}
