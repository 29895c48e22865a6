import type { ErrorCode, Json, Problem } from "../model/index.ts";
import { suggestion } from "./_suggest.ts";
import { startOf } from "./_tree.ts";
import {
  validateApprovals,
  validateCase,
  validateConfig,
  validateGatorSuite,
  validateKaptest,
  validateKnownDifferences,
  validateKyvernoTest,
  validateKyvernoUserInfo,
  validateKyvernoValues,
} from "./_validators.gen.ts";
import type { YamlDocument } from "./_yaml.ts";
import approvalsSchema from "./approvals.schema.json" with { type: "json" };
import caseSchema from "./case.schema.json" with { type: "json" };
import configSchema from "./config.schema.json" with { type: "json" };
import gatorSuiteSchema from "./foreign/gator-suite.schema.json" with { type: "json" };
import kaptestSchema from "./foreign/kaptest.schema.json" with { type: "json" };
import kyvernoTestSchema from "./foreign/kyverno-test.schema.json" with { type: "json" };
import kyvernoUserInfoSchema from "./foreign/kyverno-user-info.schema.json" with { type: "json" };
import kyvernoValuesSchema from "./foreign/kyverno-values.schema.json" with { type: "json" };
import knownDifferencesSchema from "./known-differences.schema.json" with { type: "json" };

/** The part of ajv's errors that is read here. */
interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

type Validate = { (value: Json): boolean; errors?: readonly SchemaError[] | null };

/** The formats that have a schema. */
export type SchemaFormat =
  | "case"
  | "config"
  | "known-differences"
  | "approvals"
  | "gator-suite"
  | "kaptest"
  | "kyverno-test"
  | "kyverno-user-info"
  | "kyverno-values";

const schemas: Record<SchemaFormat, { readonly validate: Validate; readonly schema: Json; readonly code: ErrorCode }> =
  {
    case: { validate: validateCase as Validate, schema: caseSchema as unknown as Json, code: "bad-case" },
    config: { validate: validateConfig as Validate, schema: configSchema as unknown as Json, code: "bad-config" },
    "known-differences": {
      validate: validateKnownDifferences as Validate,
      schema: knownDifferencesSchema as unknown as Json,
      code: "bad-config",
    },
    approvals: {
      validate: validateApprovals as Validate,
      schema: approvalsSchema as unknown as Json,
      code: "bad-config",
    },
    "gator-suite": {
      validate: validateGatorSuite as Validate,
      schema: gatorSuiteSchema as unknown as Json,
      code: "bad-case",
    },
    kaptest: { validate: validateKaptest as Validate, schema: kaptestSchema as unknown as Json, code: "bad-case" },
    "kyverno-test": {
      validate: validateKyvernoTest as Validate,
      schema: kyvernoTestSchema as unknown as Json,
      code: "bad-case",
    },
    "kyverno-user-info": {
      validate: validateKyvernoUserInfo as Validate,
      schema: kyvernoUserInfoSchema as unknown as Json,
      code: "bad-case",
    },
    "kyverno-values": {
      validate: validateKyvernoValues as Validate,
      schema: kyvernoValuesSchema as unknown as Json,
      code: "bad-case",
    },
  };

/** What is wrong with a value by its JSON schema, each with its line and column. Empty: it is of the format. */
export function schemaProblems(format: SchemaFormat, document: YamlDocument, value: Json): readonly Problem[] {
  const { validate, schema, code } = schemas[format];
  if (validate(value)) return [];
  // Of a choice the branch that was taken says what is wrong.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return errors.map((error) => {
    const segments = error.instancePath.split("/").slice(1).map(unescapeSegment);
    const extra = error.keyword === "additionalProperties" ? String(error.params["additionalProperty"]) : undefined;
    const place = document.placeOf(startOf(document.root, extra === undefined ? segments : [...segments, extra]));
    const hint = hintFor(error, schema, valueAt(value, segments));
    return {
      code,
      message: sentence(error, segments, valueAt(value, segments)),
      place,
      ...(hint === undefined ? {} : { hint }),
    };
  });
}

function sentence(error: SchemaError, segments: readonly string[], value: Json | undefined): string {
  const name = segments.length === 0 ? "this document" : `\`${dotted(segments)}\``;
  switch (error.keyword) {
    case "additionalProperties":
      return `unknown key \`${String(error.params["additionalProperty"])}\`${segments.length === 0 ? "" : ` in ${name}`}`;
    case "required":
      return `\`${dotted([...segments, String(error.params["missingProperty"])])}\` is missing`;
    case "type":
      return `${name} must be ${article(String(error.params["type"]))}, but is ${describe(value)}`;
    case "enum":
      return notOneOf(name, error.params["allowedValues"] as readonly Json[], value);
    case "pattern":
      return patternSentence(name, String(error.params["pattern"]), value);
    case "minItems":
    case "minProperties":
      return `${name} must not be empty`;
    case "minimum":
    case "maximum":
      return segments.at(-1) === "code"
        ? `${name} is ${describe(value)}, which is no HTTP code`
        : `${name} must be at ${error.keyword === "minimum" ? "least" : "most"} ${String(error.params["limit"])}, but is ${describe(value)}`;
    default:
      return `${name} is not of the format (${error.keyword})`;
  }
}

function patternSentence(name: string, pattern: string, value: Json | undefined): string {
  if (pattern === "\\S") return `${name} must not be blank`;
  if (pattern.includes("{kubernetes")) return `${name} must hold \`{kubernetes}\`, which stands for the release`;
  return `${name} is ${describe(value)}, which is no release of Kubernetes`;
}

function notOneOf(name: string, allowed: readonly Json[], value: Json | undefined): string {
  if (allowed.length > fewWords) return `${name} is ${describe(value)}, which is not known`;
  return `${name} must be one of ${allowed.map(String).join(", ")}, but is ${describe(value)}`;
}

/** More words than these are not all said. */
const fewWords = 8;

function hintFor(error: SchemaError, schema: Json, value: Json | undefined): string | undefined {
  const owner = valueAt(schema, error.schemaPath.split("/").slice(1, -1).map(unescapeSegment));
  if (error.keyword === "additionalProperties") {
    const described = schemaOf(schema, error.instancePath.split("/").slice(1).map(unescapeSegment)) ?? owner;
    return suggestion(String(error.params["additionalProperty"]), Object.keys(member(described, "properties") ?? {}));
  }
  if (error.keyword === "enum" && typeof value === "string") {
    const known = (error.params["allowedValues"] as readonly Json[]).map(String);
    return known.length > fewWords ? suggestion(value, known) : undefined;
  }
  if (error.keyword === "pattern" || error.keyword === "type") {
    const [example] = (member(owner, "examples") ?? []) as readonly string[];
    return example === undefined ? undefined : `write it as text, such as "${example}"`;
  }
  return undefined;
}

/** What the schema says of a value: the path that ajv gives begins anew at a reference. `undefined` where there is a choice on the way. */
function schemaOf(schema: Json, segments: readonly string[]): Json | undefined {
  const resolved = (of: Json | undefined): Json | undefined => {
    const reference = member(of, "$ref");
    return typeof reference === "string" ? resolved(valueAt(schema, reference.split("/").slice(1))) : of;
  };
  const found = segments.reduce<Json | undefined>((inside, segment) => {
    const named = member(member(inside, "properties"), segment);
    return resolved(named ?? (/^\d+$/.test(segment) ? member(inside, "items") : undefined));
  }, schema);
  return member(found, "properties") === undefined ? undefined : found;
}

function valueAt(value: Json | undefined, segments: readonly string[]): Json | undefined {
  return segments.reduce<Json | undefined>((inside, segment) => member(inside, segment), value);
}

function member(value: Json | undefined, key: string): Json | undefined {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, Json>)[key]
    : undefined;
}

function dotted(segments: readonly string[]): string {
  return segments
    .map((segment, index) => (/^\d+$/.test(segment) ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join("");
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}

function article(type: string): string {
  if (type === "array") return "a list";
  if (type === "object") return "a mapping";
  if (type === "string") return "text";
  return type === "integer" ? "a whole number" : `a ${type}`;
}

function describe(value: Json | undefined): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return `the ${typeof value} ${String(value)}`;
  const [first = ""] = value.split("\n");
  if (value.length > first.length || first.length > 80) return `text that begins with \`${first.slice(0, 80)}\``;
  return /^(?:true|false|null|[-+.]?[0-9].*)$/.test(value) ? `the text \`${value}\`` : `\`${value}\``;
}
