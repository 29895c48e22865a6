import fc from "fast-check";
import { dump, load } from "js-yaml";
import { expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import type { Case } from "../../harness/model/index.ts";
import { oneControl } from "./_project.ts";

const words = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("a\nb\n", "  x\n\ny", "# no", "- x", "{", "*a", "yes", "'", '"'),
);
const { object } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, words, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 3 }),
  object: fc.dictionary(
    words.filter((key) => !["<<", "__proto__"].includes(key)),
    tie("value"),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
}));

test("the text of an object in a case means what the object means, however it is indented and styled", () => {
  const documents = fc.array(
    fc.record({
      object,
      flowLevel: fc.constantFrom(-1, 0, 1, 2),
      indent: fc.integer({ min: 1, max: 6 }),
      behind: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  );
  fc.assert(
    fc.property(documents, (written) => {
      const root = oneControl({ "x.case.yaml": written.map(caseText).join("---\n") });
      const { controls, problems } = loadProject(root);
      expect(problems).toEqual([]);
      expect(controls[0]?.cases.map(meaning)).toEqual(written.map((one) => load(dump(one.object))));
    }),
    { numRuns: 50 },
  );
});

function caseText(
  { object, flowLevel, indent, behind }: { object: unknown; flowLevel: number; indent: number; behind: boolean },
  index: number,
): string {
  const body = dump(object, { flowLevel, lineWidth: 20 });
  const pad = " ".repeat(indent);
  const value =
    flowLevel === 0
      ? ` ${body.trimEnd().replaceAll("\n", `\n${pad}${pad} `)}\n`
      : `\n${body.replaceAll(/^(?=.)/gm, pad + pad)}`;
  return `case: number ${index}\nexpect: {decision: allow}\nrequest:\n${pad}object:${value}${behind ? `${pad}# behind\n${pad}dryRun: true\n` : ""}`;
}

function meaning({ request }: Case): unknown {
  if (request.object === undefined || !("text" in request.object)) throw new Error("the object is passed on as text");
  return load(request.object.text);
}
