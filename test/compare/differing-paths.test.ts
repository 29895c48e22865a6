import { expect, test } from "vitest";
import { differingPaths } from "../../harness/compare/_differing-paths.ts";
import type { Json } from "../../harness/model/index.ts";

const texts = (before: Json, after: Json): readonly string[] => differingPaths(before, after).map(({ text }) => text);

test("the deepest places are named, whatever the order of keys", () => {
  expect(texts({ a: 1, b: { c: [1, { d: 2 }] } }, { b: { c: [1, { d: 3 }] }, a: 1 })).toEqual(["b.c[1].d"]);
  expect(texts({ a: { "x/y": 1 } }, { a: { "x/y": 2 } })).toEqual(['a["x/y"]']);
  expect(differingPaths({ a: [1] }, { a: [2] })[0]?.keys).toEqual(["a", "0"]);
});

test("what is there in one alone is named by what is in it", () => {
  expect(texts({}, { labels: { a: "1", b: "2" } })).toEqual(["labels.a", "labels.b"]);
  expect(texts({ labels: { a: "1" } }, {})).toEqual(["labels.a"]);
  expect(texts({}, { context: {} })).toEqual(["context"]);
  expect(texts({ a: null }, {})).toEqual(["a"]);
});

test("lists of another length are named as a whole", () => {
  expect(texts({ a: [1, 2] }, { a: [2] })).toEqual(["a"]);
  expect(texts({ a: [1] }, {})).toEqual(["a"]);
});

test("what is equal is not named", () => {
  expect(texts({ a: [{ b: null }], c: {} }, { a: [{ b: null }], c: {} })).toEqual([]);
  expect(texts([], [])).toEqual([]);
});

test("a key that an object inherits is not its own", () => {
  expect(texts({}, { toString: 1 })).toEqual(["toString"]);
});
