import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openEngines, type ReadDocuments } from "../../harness/engine/index.ts";
import { inexactNumber } from "../../harness/load/_numbers.ts";
import { splitDocuments } from "../../harness/load/_split.ts";
import { parseDocument, readValue } from "../../harness/load/_yaml.ts";
import type { Json } from "../../harness/model/index.ts";

const seed = 20261122;
const runs = 3000;
const engines = openEngines();
afterAll(() => engines.close());

/** Texts that real manifests are mutated with: what YAML gives a meaning to, and what it refuses. */
const splices = [
  ..."{}[]:,-?#&*!|>'\"%@` \n\t\0\\~=<",
  "\n---\n",
  "...\n",
  ": ",
  "- ",
  "&a ",
  "*a",
  "!!str ",
  "<<: ",
  "null",
  "yes",
  "0x1F",
  "017",
  "1_0",
  "1:30",
  "1e3",
  ".5",
  ".inf",
  "2001-01-01",
  "9007199254740993",
  "\r\n",
  "é",
  "😀",
  "|\n",
  ">-\n",
  "  ",
  "\\u0000",
  "? ",
  "!!binary ",
];
const folder = join(import.meta.dirname, "../../cases");
const manifests = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".yaml"))
  .sort()
  .filter((_, index) => index % 5 === 0)
  .map((file) => readFileSync(join(folder, file), "utf8"));

const edit = fc.record({
  at: fc.nat(),
  remove: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat({ max: 12 })),
  insert: fc.constantFrom("", ...splices),
});
const mutated = fc
  .tuple(fc.constantFrom(...manifests), fc.array(edit, { minLength: 1, maxLength: 4 }))
  .map(([text, edits]) =>
    edits.reduce((changed, { at, remove, insert }) => {
      const offset = at % (changed.length + 1);
      return changed.slice(0, offset) + insert + changed.slice(offset + remove);
    }, text),
  );

/** In brackets `a:}` and `[?a` hold a key in YAML 1.1, and text in YAML 1.2; line ends of Unicode are none in YAML 1.2 (not among the splices). */
const twoMeanings = /:[,\]}]|[[{,]\s*\?/;

test("a mutated manifest that the harness and the API server's reader both take has one meaning for both", async () => {
  const tally = { both: 0, neither: 0, harness: 0, server: 0 };
  const texts = fc.sample(mutated, { seed, numRuns: runs }).filter((text) => !twoMeanings.test(text));
  const answers = await Promise.all(texts.map((text) => engines.read(text)));
  for (const [index, text] of texts.entries()) {
    const { value: answer, problems } = answers[index] ?? {};
    if (answer === undefined) throw new Error(`${JSON.stringify(text)} is not answered: ${JSON.stringify(problems)}`);
    const [ours, theirs] = [harnessReads(text), serverReads(answer)];
    if (ours !== undefined && theirs !== undefined && !isDeepStrictEqual(ours, theirs))
      expect({ text, value: ours }).toEqual({ text, value: theirs });
    tally[
      ours === undefined ? (theirs === undefined ? "neither" : "server") : theirs === undefined ? "harness" : "both"
    ]++;
  }
  // What one side alone refuses is an error of the run or of the verdict; it must stay rare for people to trust either.
  expect(tally.both + tally.neither, JSON.stringify(tally)).toBeGreaterThan(texts.length * 0.94);
  expect(tally.server, JSON.stringify(tally)).toBeLessThan(texts.length * 0.01);
  expect(tally.both).toBeGreaterThan(runs / 10);
  expect(tally.neither).toBeGreaterThan(runs / 10);
});

test("whatever text is read, the harness says what is wrong in one sentence with a place", () => {
  const noise = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(fc.constantFrom(...splices)).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(fc.oneof(noise, mutated), (text) => {
      for (const source of splitDocuments(text)) {
        const document = parseDocument(source, "x.yaml");
        const problem = "code" in document ? document : readValue(document);
        if (!("code" in problem)) continue;
        expect(problem.message).toMatch(/^(?:this is not usable YAML: |kubectl drops `)/);
        expect(problem.place?.line).toBeGreaterThan(0);
        expect(problem.place?.line).toBeLessThanOrEqual(text.split("\n").length + 1);
      }
    }),
    { seed, numRuns: runs },
  );
});

/** The values of a stream's documents, or `undefined` where some document is refused. */
function harnessReads(text: string): readonly Json[] | undefined {
  const values: Json[] = [];
  for (const source of splitDocuments(text)) {
    const document = parseDocument(source, "x.yaml");
    if ("code" in document) return undefined;
    const read = readValue(document);
    if ("code" in read || inexactNumber(document, read.value) !== undefined) return undefined;
    if (read.value === null) continue;
    if (document.root.kind !== "mapping") return undefined;
    values.push(read.value);
  }
  return JSON.parse(JSON.stringify(values)) as readonly Json[];
}

function serverReads({ documents }: ReadDocuments): readonly Json[] | undefined {
  if (documents.some(({ error }) => error !== undefined)) return undefined;
  return JSON.parse(JSON.stringify(documents.map(({ object }) => object))) as readonly Json[];
}
