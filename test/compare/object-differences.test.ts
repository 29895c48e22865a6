import { expect, test } from "vitest";
import { differences } from "../../harness/compare/index.ts";
import type { JsonObject } from "../../harness/model/index.ts";
import { verdict } from "./_controls.ts";

const got: JsonObject = {
  metadata: { name: "app", labels: { "team.example/tier": "gold" } },
  spec: { replicas: 1, paused: false, containers: [{ name: "a", image: "i:1" }, { name: "b" }], selector: null },
};

function compared(object: JsonObject, changed: JsonObject | undefined = got): readonly string[] {
  return differences({ decision: "allow", object }, verdict(changed === undefined ? {} : { object: changed }));
}

test.for([
  {},
  { metadata: { name: "app" } },
  { spec: { replicas: 1, paused: false, containers: [{ name: "a" }, {}] } },
  { spec: { selector: null, strategy: null }, status: null },
] as JsonObject[])("%o is what the object is", (object) => {
  expect(compared(object)).toEqual([]);
});

test.for([
  [{ spec: { replicas: 3 } }, ["expected `spec.replicas` 3, got 1"]],
  [{ spec: { replicas: "1" } }, ['expected `spec.replicas` "1", got 1']],
  [{ spec: { paused: null } }, ["expected no `spec.paused`, got false"]],
  [{ spec: { strategy: {} } }, ["expected `spec.strategy` {}, got nothing"]],
  [{ spec: { selector: {} } }, ["expected `spec.selector` {}, got null"]],
  [{ spec: { constructor: 1 } }, ["expected `spec.constructor` 1, got nothing"]],
  [{ spec: { containers: {} } }, ['expected `spec.containers` {}, got [{"name":"a","image":"i:1"},{"name":"b"}]']],
  [{ spec: { containers: [{ name: "a" }, { name: "c" }] } }, ['expected `spec.containers[1].name` "c", got "b"']],
  [
    { spec: { containers: [{ name: "a" }] } },
    ['expected 1 in `spec.containers`, got 2: [{"name":"a","image":"i:1"},{"name":"b"}]'],
  ],
  [
    { metadata: { name: "b", labels: { "team.example/tier": "tin" } } },
    ['expected `metadata.name` "b", got "app"', 'expected `metadata.labels["team.example/tier"]` "tin", got "gold"'],
  ],
] as [JsonObject, string[]][])("%o is lacking, and the sentence says where", ([object, sentences]) => {
  expect(compared(object)).toEqual(sentences);
});

test("a value that is long is cut", () => {
  const [sentence] = compared({ text: "b" }, { text: "a".repeat(1000) });
  expect(sentence).toBe(`expected \`text\` "b", got "${"a".repeat(199)}…`);
});

test("an object that no policy changed is not the expected one", () => {
  expect(differences({ decision: "allow", object: {} }, verdict({}))).toEqual([
    "expected a changed object, but no policy changed the object",
  ]);
});
