import type { X509Certificate } from "@sigstore/core";
import { type Check, failed, verified } from "./check.ts";

/** Who must have signed: the certificate's name, and who knew that it was them. */
export interface Signer {
  readonly identity: string;
  readonly issuer: string;
}

/** What the user takes without a check. */
export interface Waived {
  readonly expiry: boolean;
  readonly tlog: boolean;
  readonly sct: boolean;
}

/** Compares to the letter. */
export function nameChecks(
  wanted: Signer,
  found: { readonly identity?: string | undefined; readonly issuer?: string | undefined },
): readonly Check[] {
  return (["identity", "issuer"] as const).map((name) =>
    found[name] === wanted[name]
      ? verified(name, wanted[name])
      : failed(name, `${shown(found[name])}, not ${shown(wanted[name])}`),
  );
}

/** The OpenID Connect issuer that the authority has written into a certificate; where both forms are there the newer one counts, as with Sigstore. */
export function issuerOf(certificate: X509Certificate): string | undefined {
  const newer = certificate.extension("1.3.6.1.4.1.57264.1.8");
  if (newer !== undefined) return newer.valueObj.subs[0]?.value.toString("utf8");
  return certificate.extension("1.3.6.1.4.1.57264.1.1")?.value.toString("utf8");
}

// --- internal ---

/** A certificate may hold anything. */
function shown(text: string | undefined): string {
  return text === undefined ? "none" : JSON.stringify(text);
}
