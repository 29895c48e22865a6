import { createHash } from "node:crypto";
import { isJsonObject, type Json } from "../model/index.ts";
import type { Signer } from "./signer.ts";

/** The digest of a file: of a manifest, that is the digest of the image. */
export function digestOf(artifact: Uint8Array): string {
  return `sha256:${createHash("sha256").update(artifact).digest("hex")}`;
}

/** The digest of the image that a file is about: the one that cosign's payload names, which is what it signs of an image, else the file's own. */
export function imageDigest(artifact: Buffer): string {
  return payloadDigest(artifact) ?? digestOf(artifact);
}

/** The params of images.verified-digest as a ConfigMap: digests that this signer's signature was verified of today. */
export function verifiedList(digests: readonly string[], { identity, issuer }: Signer, today: string): string {
  const entries = [...new Set(digests)]
    .sort()
    .map((digest) => [digest.replace(":", "."), `${identity} ${issuer} ${today}`]);
  const data = [["identity", identity], ["issuer", issuer], ["today", today], ...entries];
  return [
    "# Params of images.verified-digest, written by `assay verify --write-verified`.",
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata:",
    "  name: verified-images",
    "data:",
    ...data.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
    "",
  ].join("\n");
}

// --- internal ---

const largestPayload = 64 * 1024;

function payloadDigest(artifact: Buffer): string | undefined {
  if (artifact.length > largestPayload) return undefined;
  const payload = parsed(artifact.toString("utf8"));
  const critical = isJsonObject(payload) ? payload["critical"] : undefined;
  if (!isJsonObject(critical) || critical["type"] !== "cosign container image signature") return undefined;
  const digest = isJsonObject(critical["image"]) ? critical["image"]["docker-manifest-digest"] : undefined;
  return typeof digest === "string" && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
