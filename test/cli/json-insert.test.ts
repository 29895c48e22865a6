import { describe, expect, test } from "vitest";
import { insertMembers } from "../../harness/cli/init/_json-insert.ts";

describe("`insertMembers()`", () => {
  test("puts sorted members where the alphabet has them, and leaves every other character", () => {
    const before = '{\n    "b": [1, 2],\n    "deps": {\n        "a": "1", "d": "4"\n    }\n}\n';
    expect(insertMembers(before, ["deps"], { b: "2", e: "5" }, { sorted: true })).toBe(
      '{\n    "b": [1, 2],\n    "deps": {\n        "a": "1", "b": "2",\n        "d": "4",\n        "e": "5"\n    }\n}\n',
    );
  });

  test.for([
    ["{}", '{\n  "s": {\n    "k": "v"\n  }\n}'],
    ['{"s": {}}\n', '{"s": {\n    "k": "v"\n  }}\n'],
    ['{\r\n\t"a": "}\\""\r\n}\r\n', '{\r\n\t"a": "}\\"",\r\n\t"s": {\r\n\t\t"k": "v"\r\n\t}\r\n}\r\n'],
    ['{"s": {"k": "there"}}', '{"s": {"k": "there"}}'],
  ] as [string, string][])("of %j makes %j", ([before, after]) => {
    expect(insertMembers(before, ["s"], { k: "v" })).toBe(after);
  });
});
