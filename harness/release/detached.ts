import type { KeyObject } from "node:crypto";
import { crypto, type X509Certificate } from "@sigstore/core";
// Not of the package's index, which judges chains only as parts of bundles; the version is pinned.
import { verifyCertificateChain } from "@sigstore/verify/dist/key/certificate.js";
import { verifySCTs } from "@sigstore/verify/dist/key/sct.js";
import { type Check, failed, unchecked, verified } from "./check.ts";
import type { Trust } from "./material.ts";
import { issuerOf, nameChecks, type Signer, type Waived } from "./signer.ts";

/** A file, and a signature over it that comes apart from it. */
export interface Detached {
  readonly artifact: Buffer;
  readonly signature: Buffer;
}

/** A certificate, and what it is held to. */
export interface Certified {
  readonly certificate: X509Certificate;
  readonly signer: Signer;
  /** None where any authority will do. */
  readonly trust?: Trust | undefined;
  readonly waived: Waived;
  readonly now: Date;
}

/** Checks a signature by a key that is trusted. */
export function verifyByKey({ artifact, signature }: Detached, key: KeyObject): readonly Check[] {
  return [signatureCheck({ artifact, signature }, key, "the key"), noProof];
}

/** Checks a signature by the key of a certificate, and whose certificate that is. */
export function verifyByCertificate(signed: Detached, certified: Certified): readonly Check[] {
  const { certificate, signer } = certified;
  const key = crypto.createPublicKey(certificate.publicKey);
  const found = { identity: certificate.subjectAltName, issuer: issuerOf(certificate) };
  return [
    signatureCheck(signed, key, "the certificate's key"),
    ...nameChecks(signer, found),
    timeCheck(certified),
    ...chainChecks(certified),
    noProof,
  ];
}

// --- internal ---

const noProof = unchecked("transparency-log", "a signature that is no bundle has no proof with it");

function signatureCheck({ artifact, signature }: Detached, key: KeyObject, whose: string): Check {
  if (signature.length === 0) return failed("signature", "it is empty");
  const digest = key.asymmetricKeyType === "ed25519" ? undefined : "sha256";
  return crypto.verify(artifact, key, signature, digest)
    ? verified("signature", `made over this file by ${whose}`)
    : failed("signature", `not made over this file by ${whose}`);
}

function timeCheck({ certificate: { notBefore, notAfter }, waived, now }: Certified): Check {
  if (now < notBefore) return failed("time", `the certificate is valid from ${notBefore.toISOString()} on`);
  if (now <= notAfter) return verified("time", `the certificate is valid until ${notAfter.toISOString()}`);
  const words = `the certificate was valid until ${notAfter.toISOString()}, and nothing shows that the signature is older`;
  return waived.expiry ? unchecked("time", words) : failed("time", words);
}

function chainChecks({ certificate, trust, waived, now }: Certified): readonly Check[] {
  if (trust === undefined)
    return [
      unchecked("chain", "anybody can make a certificate with this identity"),
      unchecked("certificate-log", "no authority is trusted"),
    ];
  const moment = certificate.validForDate(now) ? now : certificate.notBefore;
  try {
    const path = verifyCertificateChain(moment, certificate, trust.material.certificateAuthorities);
    const root = `up to the authority of --${trust.from}`;
    return [verified("chain", root), logCheck(path, trust, waived)];
  } catch (error) {
    return [failed("chain", reasonOf(error)), unchecked("certificate-log", "the chain failed")];
  }
}

function logCheck([leaf, issuer]: readonly X509Certificate[], { from, material }: Trust, waived: Waived): Check {
  if (from === "ca") return unchecked("certificate-log", "--ca has no keys of logs");
  if (waived.sct) return unchecked("certificate-log", "not asked for");
  if (leaf === undefined || issuer === undefined) return failed("certificate-log", "there is no issuer");
  try {
    return verifySCTs(leaf, issuer, material.ctlogs).length > 0
      ? verified("certificate-log", "a log has signed that it has the certificate")
      : failed("certificate-log", "no log has signed that it has the certificate");
  } catch (error) {
    return failed("certificate-log", reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
