import type { KeyObject } from "node:crypto";
import { type Bundle, bundleFromJSON } from "@sigstore/bundle";
import { type SignedEntity, type TrustMaterial, toSignedEntity, VerificationError, Verifier } from "@sigstore/verify";
import { isJsonObject, type Json } from "../model/index.ts";
import { type Check, type CheckName, failed, unchecked, verified } from "./check.ts";
import { broken, type Material, nothing, type Trust } from "./material.ts";
import { nameChecks, type Signer, type Waived } from "./signer.ts";

/** What a bundle is held to: a signer's certificate, or a key. */
export interface Bundled {
  readonly by: { readonly signer: Signer } | { readonly key: KeyObject };
  /** None where a key is all that is trusted. */
  readonly trust?: Trust | undefined;
  readonly waived: Waived;
}

/**
 * Checks a file by a Sigstore bundle, as Sigstore's own verifier does.
 * @throws an AssayError for a bundle that cannot be read, or holds something else than what is asked for
 */
export function verifyBundle(artifact: Buffer, material: Material, bundled: Bundled): readonly Check[] {
  const bundle = readBundle(material);
  demand(material, bundle, bundled);
  const entity = entityOf(material, bundle, { artifact, waived: bundled.waived });
  try {
    const { identity } = verifierOf(bundled).verify(entity);
    return checksOf(bundled, { identity: identity?.subjectAlternativeName, issuer: identity?.extensions?.issuer });
  } catch (error) {
    if (error instanceof VerificationError) return [failed(checkOf(error), reasonOf(error))];
    throw broken(material, "cannot be verified", error);
  }
}

// --- internal ---

function readBundle(material: Material): Bundle {
  let json: Json;
  try {
    json = JSON.parse(material.bytes.toString("utf8")) as Json;
  } catch (error) {
    throw broken(material, "is not JSON", error);
  }
  if (isJsonObject(json) && "base64Signature" in json)
    throw broken(material, "is a bundle of cosign's older form: sign with `cosign sign-blob --new-bundle-format`");
  try {
    return bundleFromJSON(json);
  } catch (error) {
    throw broken(material, "is no Sigstore bundle", error);
  }
}

/** A bundle says itself by what it was signed, which must not decide by what it is verified. */
function demand(material: Material, { content, verificationMaterial }: Bundle, { by }: Bundled): void {
  if (content.$case !== "messageSignature") throw broken(material, "holds an attestation, no signature over a file");
  const hasKey = verificationMaterial.content.$case === "publicKey";
  if (hasKey && "signer" in by) throw broken(material, "was signed with a key: give it with --key");
  if (!hasKey && "key" in by)
    throw broken(material, "has a certificate, so --certificate-identity says who must have signed, not --key");
}

function entityOf(
  material: Material,
  bundle: Bundle,
  { artifact, waived }: { readonly artifact: Buffer; readonly waived: Waived },
): SignedEntity {
  try {
    const entity = toSignedEntity(bundle, artifact);
    if (!waived.tlog) return entity;
    // What no log is asked about cannot say when the file was signed either.
    const timestamps = entity.timestamps.filter(({ $case }) => $case === "timestamp-authority");
    return { ...entity, tlogEntries: [], timestamps };
  } catch (error) {
    throw broken(material, "cannot be read", error);
  }
}

function verifierOf({ by, trust, waived }: Bundled): Verifier {
  const material: TrustMaterial = trust?.material ?? nothing;
  const withKey =
    "key" in by ? { ...material, publicKey: () => ({ publicKey: by.key, validFor: () => true }) } : material;
  return new Verifier(withKey, {
    tlogThreshold: waived.tlog ? 0 : 1,
    ctlogThreshold: waived.sct ? 0 : 1,
    timestampThreshold: "key" in by ? 0 : 1,
  });
}

function checksOf({ by, waived }: Bundled, found: Parameters<typeof nameChecks>[1]): readonly Check[] {
  const log = waived.tlog
    ? unchecked("transparency-log", "not asked for")
    : verified("transparency-log", "a log has signed that it has the signature");
  if ("key" in by) return [verified("signature", "made over this file by the key"), log];
  return [
    verified("signature", "made over this file by the certificate's key"),
    ...nameChecks(by.signer, found),
    verified("time", "signed while the certificate was valid"),
    verified("chain", "up to an authority of --trusted-root"),
    waived.sct
      ? unchecked("certificate-log", "not asked for")
      : verified("certificate-log", "a log has signed that it has the certificate"),
    log,
  ];
}

/** Which check it is that Sigstore's verifier ends with. */
function checkOf({ code, message }: VerificationError): CheckName {
  if (code.startsWith("TLOG_")) return "transparency-log";
  if (code === "TIMESTAMP_ERROR") return "time";
  if (code === "CERTIFICATE_ERROR") return message.includes("SCT") ? "certificate-log" : "chain";
  return "signature";
}

function reasonOf({ message, cause }: VerificationError): string {
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
