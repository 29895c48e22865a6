import { readArtifact } from "../../load/index.ts";
import { AssayError } from "../../model/index.ts";
import {
  type Bundled,
  type Checksums,
  type Material,
  readAuthorities,
  readChecksums,
  readKey,
  readTrustedRoot,
  type Signer,
  type Trust,
  type Waived,
} from "../../release/index.ts";

/** The options of `assay verify` as commander gives them. */
export interface VerifyOptions {
  readonly signature?: string;
  readonly certificate?: string;
  readonly bundle?: string;
  readonly certificateIdentity?: string;
  readonly certificateOidcIssuer?: string;
  readonly key?: string;
  readonly trustedRoot?: string;
  readonly ca?: string;
  readonly checksums?: string;
  readonly insecureIgnoreChain?: boolean;
  readonly insecureIgnoreExpiry?: boolean;
  readonly insecureIgnoreTlog?: boolean;
  readonly insecureIgnoreSct?: boolean;
  readonly writeVerified?: string;
  readonly format: "pretty" | "json";
}

/** By what signatures are verified. */
export interface SignaturePlan {
  readonly by: Bundled["by"];
  readonly trust?: Trust | undefined;
  readonly waived: Waived;
}

/** What is to be checked of each file. */
export interface Plan {
  readonly signatures?: SignaturePlan;
  readonly checksums?: Checksums;
}

/**
 * What the options ask for, with what they name read.
 * @throws an AssayError where they contradict each other, leave something open, or name what cannot be read
 */
export function planOf(files: readonly string[], options: VerifyOptions): Plan {
  const flaw = flawOf(files, options);
  if (flaw !== undefined) throw new AssayError("bad-usage", flaw);
  const { checksums } = options;
  return {
    ...(asksForSignatures(options) ? { signatures: signaturePlan(options) } : {}),
    ...(checksums === undefined
      ? {}
      : { checksums: readChecksums(checksums, readArtifact(checksums).toString("utf8")) }),
  };
}

export function materialAt(path: string): Material {
  return { path, bytes: readArtifact(path) };
}

// --- internal ---

function flawOf(files: readonly string[], options: VerifyOptions): string | undefined {
  if (!asksForSignatures(options)) return flawWithoutSignatures(options);
  const { signature, certificate, bundle, key, ca, trustedRoot } = options;
  const own = signature ?? certificate ?? bundle;
  if (files.length > 1 && own !== undefined) return `\`${own}\` can only be of one file, but there are ${files.length}`;
  if (bundle !== undefined && (signature ?? certificate) !== undefined)
    return "a bundle has its signature and certificate in it: give --bundle alone";
  if (ca !== undefined && trustedRoot !== undefined) return "give --ca or --trusted-root, not both";
  return (key === undefined ? flawOfSigner(options) : flawOfKey(options)) ?? flawOfBundle(options);
}

function flawWithoutSignatures(options: VerifyOptions): string | undefined {
  if (options.checksums === undefined)
    return "nothing would be checked: give --checksums, or --key or --certificate-identity for signatures";
  if (options.writeVerified !== undefined)
    return "--write-verified needs signatures: checksums say nothing of who made a file";
  return options.ca === undefined && options.trustedRoot === undefined && !ignores(options)
    ? undefined
    : "--ca, --trusted-root and --insecure-… are for signatures: give --key or --certificate-identity too";
}

function flawOfSigner(options: VerifyOptions): string | undefined {
  const { certificateIdentity: identity, certificateOidcIssuer: issuer, insecureIgnoreChain: anyChain } = options;
  if (identity === undefined || issuer === undefined)
    return "whose signature must it be? Give --certificate-identity and --certificate-oidc-issuer, or --key";
  const trusts = options.ca !== undefined || options.trustedRoot !== undefined;
  if (!trusts && options.bundle === undefined && anyChain !== true)
    return "which authority may have made the certificate? Give --trusted-root or --ca, or take any with --insecure-ignore-chain";
  if (trusts && anyChain === true) return "--insecure-ignore-chain would ignore --ca or --trusted-root: leave one out";
  return anyChain === true && options.writeVerified !== undefined
    ? "--write-verified needs a chain: with --insecure-ignore-chain anybody may have signed"
    : undefined;
}

function flawOfKey(options: VerifyOptions): string | undefined {
  const { certificate, certificateIdentity, certificateOidcIssuer, ca, writeVerified } = options;
  if ((certificate ?? certificateIdentity ?? certificateOidcIssuer ?? ca) !== undefined)
    return "--key is instead of a certificate: leave out --certificate…, --ca";
  return writeVerified === undefined
    ? undefined
    : "--write-verified needs a certificate: a key does not say who signed";
}

function flawOfBundle({ bundle, key, trustedRoot, insecureIgnoreTlog }: VerifyOptions): string | undefined {
  if (bundle === undefined)
    return insecureIgnoreTlog === true
      ? "--insecure-ignore-tlog is for bundles: others have no proof anyway"
      : undefined;
  if (trustedRoot !== undefined || (key !== undefined && insecureIgnoreTlog === true)) return undefined;
  return key === undefined
    ? "a bundle needs --trusted-root"
    : "a bundle needs --trusted-root for the proof of its log, or --insecure-ignore-tlog";
}

function asksForSignatures(options: VerifyOptions): boolean {
  const { signature, certificate, bundle, key, certificateIdentity, certificateOidcIssuer } = options;
  return (signature ?? certificate ?? bundle ?? key ?? certificateIdentity ?? certificateOidcIssuer) !== undefined;
}

function ignores(options: VerifyOptions): boolean {
  const { insecureIgnoreChain, insecureIgnoreExpiry, insecureIgnoreSct, insecureIgnoreTlog } = options;
  return [insecureIgnoreChain, insecureIgnoreExpiry, insecureIgnoreSct, insecureIgnoreTlog].includes(true);
}

function signaturePlan(options: VerifyOptions): SignaturePlan {
  const { key, ca, trustedRoot, certificateIdentity: identity = "", certificateOidcIssuer: issuer = "" } = options;
  const signer: Signer = { identity, issuer };
  return {
    by: key === undefined ? { signer } : { key: readKey(materialAt(key)) },
    trust:
      trustedRoot !== undefined
        ? readTrustedRoot(materialAt(trustedRoot))
        : ca === undefined
          ? undefined
          : readAuthorities(materialAt(ca)),
    waived: {
      expiry: options.insecureIgnoreExpiry === true,
      tlog: options.insecureIgnoreTlog === true,
      sct: options.insecureIgnoreSct === true,
    },
  };
}
