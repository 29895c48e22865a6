import type { Case, Decision, JsonObject, Problem, Request, User } from "../../model/index.ts";
import type { ObjectDocument } from "./_documents.ts";
import { findObject } from "./_kaptest-find.ts";
import type { KaptestTest, ReadManifest } from "./_kaptest-manifest.ts";

/** Which test of which suite. */
export interface At {
  readonly read: ReadManifest;
  readonly control: string;
  readonly policy: ObjectDocument;
  readonly suite: number;
  readonly test: number;
}

/** A test as a case, with the parameters that it names; or what is wrong with it. */
export interface DraftedCase {
  readonly case: Case;
  readonly param?: ObjectDocument;
}

/** The case of one test: its objects as written, since kaptest validates none. */
export function caseOf(at: At): DraftedCase | readonly Problem[] {
  const { read, suite, test: index } = at;
  const test = read.manifest.testSuites[suite]?.tests[index] as KaptestTest;
  const object = objectOf(at, "object");
  const oldObject = objectOf(at, "oldObject");
  const param = paramOf(at, test);
  const problems = [object, oldObject, param].flatMap((one) => (one !== undefined && "code" in one ? [one] : []));
  const place = read.placeOf(["testSuites", suite, "tests", index]);
  problems.push(...apart(at, documentIn(object), documentIn(oldObject)));
  if (test.object === undefined && test.oldObject === undefined) {
    const hint = "name a resource as `object`, as `oldObject` (it is deleted), or both (it is updated)";
    problems.push({ code: "bad-case", message: "the test names no object", place, hint });
  }
  const request = requestOf(test, documentIn(object), documentIn(oldObject));
  if (problems.length > 0) return problems;
  const params = documentIn(param);
  return {
    case: {
      control: at.control,
      name: nameOf(test),
      place,
      request,
      world: worldOf(read, params),
      expect: {
        decision: decisions[test.expect],
        place: read.placeOf(["testSuites", suite, "tests", index, "expect"]),
      },
    },
    ...(params === undefined ? {} : { param: params }),
  };
}

// --- internal ---

const decisions: Readonly<Record<KaptestTest["expect"], Decision>> = {
  admit: "allow",
  deny: "deny",
  error: "error",
  skip: "skip",
};

function objectOf({ read, suite, test: index }: At, key: "object" | "oldObject"): ObjectDocument | Problem | undefined {
  const named = read.manifest.testSuites[suite]?.tests[index]?.[key];
  return named && findObject(read, named, read.placeOf(["testSuites", suite, "tests", index, key]));
}

/** The parameters are of the kind that the policy says, so that the test gives a name alone. */
function paramOf(
  { read, policy, suite, test: index }: At,
  { param }: KaptestTest,
): ObjectDocument | Problem | undefined {
  const { paramKind } = policy.value["spec"] as { readonly paramKind?: { apiVersion?: string; kind?: string } };
  const keys = ["testSuites", suite, "tests", index];
  if (paramKind === undefined) {
    if (param === undefined) return undefined;
    const message = `the test names parameters, but the policy \`${policy.key.name}\` has no \`paramKind\``;
    return { code: "bad-case", message, place: read.placeOf([...keys, "param"]), hint: "remove `param`" };
  }
  const { apiVersion = "", kind = "" } = paramKind;
  if (param === undefined) {
    const message = `the policy \`${policy.key.name}\` has parameters, and the test names none`;
    return { code: "bad-case", message, place: read.placeOf(keys), hint: `name a ${kind} as \`param\`` };
  }
  const [version = "", group = ""] = apiVersion.split("/").reverse();
  return findObject(read, { ...param, group, version, kind }, read.placeOf([...keys, "param"]));
}

/** An object does not move to another namespace. */
function apart(
  { read, suite, test }: At,
  object: ObjectDocument | undefined,
  oldObject: ObjectDocument | undefined,
): readonly Problem[] {
  if (object === undefined || oldObject === undefined || object.key.namespace === oldObject.key.namespace) return [];
  const message = `\`object\` is in the namespace \`${object.key.namespace}\`, and \`oldObject\` in \`${oldObject.key.namespace}\``;
  const place = read.placeOf(["testSuites", suite, "tests", test]);
  return [{ code: "bad-case", message, place, hint: "name two that are in one namespace" }];
}

function documentIn(found: ObjectDocument | Problem | undefined): ObjectDocument | undefined {
  return found === undefined || "code" in found ? undefined : found;
}

function requestOf(
  { userInfo }: KaptestTest,
  object: ObjectDocument | undefined,
  oldObject: ObjectDocument | undefined,
): Request {
  const user = userInfo === undefined ? {} : { user: userOf(userInfo) };
  if (object === undefined)
    return { operation: "DELETE", ...(oldObject && { oldObject: { text: oldObject.text } }), ...user };
  const created = { object: { text: object.text }, ...user };
  return oldObject === undefined
    ? { operation: "CREATE", ...created }
    : { operation: "UPDATE", ...created, oldObject: { json: asBefore(object, oldObject) } };
}

/** What the object was: kaptest knows resources by their names, so that it is written under another. */
function asBefore(object: ObjectDocument, { value }: ObjectDocument): JsonObject {
  return { ...value, metadata: { ...(value["metadata"] as JsonObject), name: object.key.name } };
}

function userOf({ name, groups, extra }: NonNullable<KaptestTest["userInfo"]>): User {
  return {
    ...(name === undefined ? {} : { username: name }),
    ...(groups === undefined ? {} : { groups }),
    ...(extra === undefined ? {} : { extra }),
  };
}

function worldOf({ resources }: ReadManifest, param: ObjectDocument | undefined): Case["world"] {
  const namespaces = resources.filter(({ key }) => key.kind === "Namespace" && key.apiVersion === "v1");
  const crds = resources.filter(({ key }) => key.kind === "CustomResourceDefinition");
  return {
    validate: false,
    ...(namespaces.length === 0 ? {} : { namespaces: namespaces.map(({ value }): JsonObject => value) }),
    ...(crds.length === 0 ? {} : { crds: crds.map(({ value }): JsonObject => value) }),
    ...(param === undefined ? {} : { objects: [param.value] }),
  };
}

function nameOf({ object, oldObject, param, userInfo }: KaptestTest): string {
  const subject = object ?? oldObject;
  const where = subject?.namespace === undefined ? "" : `${subject.namespace}/`;
  const operation =
    object === undefined ? " (DELETE)" : oldObject === undefined ? "" : ` (UPDATE of ${oldObject.name})`;
  const beside = [
    ...(param === undefined ? [] : [`with ${param.name}`]),
    ...(userInfo?.name === undefined ? [] : [`by ${userInfo.name}`]),
  ];
  return `${subject?.kind} ${where}${subject?.name}${operation}${beside.map((words) => `, ${words}`).join("")}`;
}
