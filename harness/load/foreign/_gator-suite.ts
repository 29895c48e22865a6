import type { Place, Problem } from "../../model/index.ts";
import { schemaProblems } from "../_schema.ts";
import { type DocumentText, splitDocuments } from "../_split.ts";
import { nodeOf, startOf } from "../_tree.ts";
import { parseDocument, readValue, type YamlDocument } from "../_yaml.ts";

/** A Suite of gator, of its format. */
export interface GatorSuite {
  readonly skip?: boolean;
  readonly tests: readonly GatorTest[];
}

/** A template with one Constraint of it, and cases for them. */
export interface GatorTest {
  readonly name: string;
  readonly template: string;
  readonly constraint: string;
  readonly expansion?: string;
  readonly invalid?: boolean;
  readonly skip?: boolean;
  readonly cases?: readonly GatorCase[];
}

export interface GatorCase {
  readonly name: string;
  readonly object: string;
  readonly inventory?: readonly string[];
  readonly assertions?: readonly GatorAssertion[];
  readonly skip?: boolean;
}

export interface GatorAssertion {
  /** At least one, or none; a number is exactly so many. @defaultValue at least one */
  readonly violations?: boolean | number | "yes" | "no";
  /** Regular expression of Go: only the violations whose message it matches count. */
  readonly message?: string;
}

/** A suite as read, with the places of what it says. */
export interface ReadSuite {
  readonly suite: GatorSuite;
  placeOf(keys: readonly (string | number)[]): Place & { readonly line: number };
  /** What is wrong with it, and did not keep it from being read. */
  readonly problems: readonly Problem[];
}

/** The Suites of a file, a document each. One that is not of the format is a problem; of one with keys that mean nothing the rest is read. */
export function readSuites(path: string, text: string): readonly (ReadSuite | readonly Problem[])[] {
  return splitDocuments(text).map((document) => readSuite(path, document));
}

// --- internal ---

function readSuite(path: string, source: DocumentText): ReadSuite | readonly Problem[] {
  const document = parseDocument(source, path);
  if ("code" in document) return [document];
  const read = readValue(document);
  if ("code" in read) return [read];
  const problems = schemaProblems("gator-suite", document, read.value);
  if (problems.some(({ message }) => !message.startsWith("unknown key"))) return problems;
  const suite = read.value as unknown as GatorSuite;
  return {
    suite,
    placeOf: (keys) => document.placeOf(startOf(document.root, keys.map(String))) as Place & { readonly line: number },
    problems: [...problems, ...otherWords(suite, document)],
  };
}

/** YAML has more words for yes and no, and gator takes none of them. */
function otherWords({ tests }: GatorSuite, document: YamlDocument): readonly Problem[] {
  const keys = tests.flatMap(({ cases = [] }, test) =>
    cases.flatMap(({ assertions = [] }, one) =>
      assertions.flatMap(({ violations }, index) =>
        typeof violations === "boolean" ? [["tests", test, "cases", one, "assertions", index, "violations"]] : [],
      ),
    ),
  );
  return keys.flatMap((path): readonly Problem[] => {
    const node = nodeOf(document.root, path.map(String));
    const written = node === undefined ? "yes" : document.text.slice(node.start, node.end);
    if (written === "yes" || written === "no") return [];
    const message = `\`violations\` must be yes, no or a whole number, and gator refuses \`${written}\``;
    return [{ code: "bad-case", message, place: document.placeOf(node?.start ?? 0) }];
  });
}
