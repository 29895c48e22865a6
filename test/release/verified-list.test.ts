import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { digestOf, imageDigest, isVerified, verifiedList } from "../../harness/release/index.ts";

const image = `sha256:${"ab".repeat(32)}`;

function payload(type: string, digest: string): Buffer {
  return Buffer.from(JSON.stringify({ critical: { type, image: { "docker-manifest-digest": digest } } }));
}

describe("`imageDigest()`", () => {
  test("is the one that a payload of cosign names", () => {
    expect(imageDigest(payload("cosign container image signature", image))).toBe(image);
  });

  test.for<[string, Buffer]>([
    ["a manifest", Buffer.from('{"schemaVersion":2}')],
    ["JSON of another type", payload("other", image)],
    ["a payload that names no digest", payload("cosign container image signature", "sha256:ab")],
    ["a payload that names a digest and more", payload("cosign container image signature", `${image}0`)],
    ["what is not JSON", Buffer.from("x")],
    [
      "a payload behind which much comes",
      Buffer.concat([payload("cosign container image signature", image), Buffer.alloc(70_000, " ")]),
    ],
  ])("is the file's own of %s", ([, bytes]) => {
    expect(imageDigest(bytes)).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
    expect(imageDigest(bytes)).toBe(digestOf(bytes));
  });
});

describe("`verifiedList()`", () => {
  test("has each digest once, in order, and says as text what YAML would read otherwise", () => {
    const signer = { identity: "a: b", issuer: "https://i" };
    expect(verifiedList([image, digestOf(Buffer.from("x")), image], signer, "2026-01-31")).toBe(`\
# Params of images.verified-digest, written by \`assay verify --write-verified\`.
apiVersion: v1
kind: ConfigMap
metadata:
  name: verified-images
data:
  identity: "a: b"
  issuer: "https://i"
  today: "2026-01-31"
  sha256.2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881: "a: b https://i 2026-01-31"
  sha256.${"ab".repeat(32)}: "a: b https://i 2026-01-31"
`);
  });
});

describe("`isVerified()`", () => {
  test("wants something verified and nothing failed", () => {
    const [good, bad, open] = (["verified", "failed", "unchecked"] as const).map((outcome) => ({
      name: "signature" as const,
      outcome,
      detail: "",
    }));
    if (good === undefined || bad === undefined || open === undefined) throw new Error("there are three");
    expect([[good], [good, open], [], [open], [bad], [good, bad]].map(isVerified)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
