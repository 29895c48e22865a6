import { type KeyObject, X509Certificate as Strict } from "node:crypto";
import { crypto, X509Certificate } from "@sigstore/core";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { type TrustMaterial, toTrustMaterial } from "@sigstore/verify";
import { AssayError } from "../model/index.ts";

/** A file of those that signatures come with, as it was read. */
export interface Material {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Which authorities and logs are trusted, and where that is from. */
export interface Trust {
  readonly from: "trusted-root" | "ca";
  readonly material: TrustMaterial;
}

/**
 * A certificate in PEM, or base64 of that, as `.cert` files of Kubernetes releases are; the first, where it brings its chain.
 * @throws an AssayError for what is neither
 */
export function readCertificate(material: Material): X509Certificate {
  const [first] = certificatesIn(material);
  if (first === undefined) throw broken(material, "is no certificate in PEM, nor base64 of one");
  return first;
}

/** A signature: base64, as `.sig` files are, or its bytes. */
export function readSignature({ bytes }: Material): Buffer {
  const text = bytes.toString("latin1").replaceAll(/\s/g, "");
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, "base64")
    : bytes;
}

/**
 * A public key in PEM.
 * @throws an AssayError for what is none
 */
export function readKey(material: Material): KeyObject {
  const text = material.bytes.toString("latin1").trim();
  if (!text.startsWith("-----BEGIN PUBLIC KEY-----")) throw broken(material, "is no public key in PEM");
  return reading(material, "is no public key", () => crypto.createPublicKey(text));
}

/**
 * The authorities and logs of a trusted root, as Sigstore publishes it.
 * @throws an AssayError for what is none, and for one without authorities and logs or their times
 */
export function readTrustedRoot(material: Material): Trust {
  const words = "is no trusted root of Sigstore";
  const root = reading(material, words, () => TrustedRoot.fromJSON(JSON.parse(material.bytes.toString("utf8"))));
  const logs = [...root.tlogs, ...root.ctlogs].map(({ publicKey }) => publicKey?.validFor);
  const times = [...logs, ...[...root.certificateAuthorities, ...root.timestampAuthorities].map((one) => one.validFor)];
  if (times.length === 0) throw broken(material, words);
  // Sigstore's verifier takes what has no beginning to have been there always.
  if (times.some((time) => time?.start === undefined))
    throw broken(material, "has an authority or a log without the time since when it is valid");
  return { from: "trusted-root", material: reading(material, words, () => toTrustMaterial(root)) };
}

/**
 * Authorities as certificates in PEM: the root, which has signed itself, and what lies between it and the signers' certificates.
 * @throws an AssayError where there is none
 */
export function readAuthorities(material: Material): Trust {
  const certChain = [...certificatesIn(material)];
  if (certChain.length === 0) throw broken(material, "has no certificate in PEM");
  const validFor = { start: new Date(0), end: new Date(8_640_000_000_000_000) };
  return { from: "ca", material: { ...nothing, certificateAuthorities: [{ certChain, validFor }] } };
}

/** Nobody is trusted. */
export const nothing: TrustMaterial = {
  certificateAuthorities: [],
  timestampAuthorities: [],
  tlogs: [],
  ctlogs: [],
  publicKey: () => {
    throw new AssayError("bad-usage", "there is no key");
  },
};

export function broken({ path }: Material, words: string, cause?: unknown): AssayError {
  // Where a reader stumbles, its words are about its own code.
  const reason = cause instanceof Error && !(cause instanceof TypeError) ? `: ${cause.message}` : "";
  return new AssayError("bad-file", `\`${path}\` ${words}${reason}`, { cause, place: { path } });
}

// --- internal ---

function certificatesIn(material: Material): readonly X509Certificate[] {
  const written = material.bytes.toString("latin1");
  const text = written.includes(begin) ? written : Buffer.from(written, "base64").toString("latin1");
  return (text.match(block) ?? []).map((pem) =>
    reading(material, "has a certificate that cannot be read", () => {
      new Strict(pem); // Sigstore's own reader takes more than what is a certificate
      return X509Certificate.parse(pem.replaceAll("\r", ""));
    }),
  );
}

const begin = "-----BEGIN CERTIFICATE-----";
const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function reading<T>(material: Material, words: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw broken(material, words, error);
  }
}
