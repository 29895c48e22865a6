import type { JsonObject, Place, Problem } from "../../model/index.ts";
import { suggestion } from "../_suggest.ts";
import type { ObjectDocument } from "./_documents.ts";
import type { KaptestName, ReadManifest } from "./_kaptest-manifest.ts";

/** The policy that a suite names. */
export function findPolicy({ manifest, policies, placeOf }: ReadManifest, suite: number): ObjectDocument | Problem {
  const name = manifest.testSuites[suite]?.policy ?? "";
  const place = placeOf(["testSuites", suite, "policy"]);
  const known = policies.filter(({ key }) => key.kind === "ValidatingAdmissionPolicy");
  const found = known.filter(({ key }) => key.name === name);
  return theOne(found, { what: `policy \`${name}\``, name, place, known });
}

/** The resource that a test names: the only one of which all is true that the test says. */
export function findObject({ resources }: ReadManifest, named: KaptestName, place: Place): ObjectDocument | Problem {
  const { group, version, kind, namespace, name } = named;
  const found = resources.filter((one) => {
    const [ownVersion = "", ownGroup = ""] = one.key.apiVersion.split("/").reverse();
    return (
      one.key.kind === kind &&
      one.key.name === name &&
      says(group, ownGroup) &&
      says(version, ownVersion) &&
      says(namespace, namespaceOf(one))
    );
  });
  const known = resources.filter(({ key }) => key.kind === kind);
  return theOne(found, { what: `${kind} \`${named.name}\``, name, place, known });
}

/** The namespace as written: empty without one. */
export function namespaceOf({ value }: ObjectDocument): string {
  return String((value["metadata"] as JsonObject | undefined)?.["namespace"] ?? "");
}

// --- internal ---

/** What a test leaves out is true of everything. */
function says(wanted: string | undefined, own: string): boolean {
  return wanted === undefined || wanted === "" || wanted === own;
}

interface Sought {
  readonly what: string;
  readonly name: string;
  readonly place: Place;
  readonly known: readonly ObjectDocument[];
}

function theOne(found: readonly ObjectDocument[], { what, name, place, known }: Sought): ObjectDocument | Problem {
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined && second !== undefined) {
    const at = [first, second].map(({ place: { path, line } }) => `${path}:${line}`).join(" and ");
    const message = `there is more than one ${what}: ${at}`;
    return { code: "bad-case", message, place, hint: "say which: by group, version or namespace, or rename one" };
  }
  const names = [...new Set(known.map(({ key }) => key.name))];
  const hint = names.length === 0 ? "name its file in the manifest" : suggestion(name, names);
  return { code: "bad-case", message: `there is no ${what} in the files that are named`, place, hint };
}
