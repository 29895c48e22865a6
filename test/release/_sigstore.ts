import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from "node:crypto";
import { bundleToJSON, toMessageSignatureBundle } from "@sigstore/bundle";
import { crypto, pem } from "@sigstore/core";
import { initializeCA, initializeCTLog, initializeTLog } from "@sigstore/mock";
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from "@sigstore/protobuf-specs";
import { vi } from "vitest";

/** Who signs in tests. */
export const identity = "release@example.com";
export const issuer = "https://issuer.example";

/** A made-up Sigstore: an authority, a log of certificates and a log of signatures. */
export interface Sigstore {
  /** Its root in PEM. */
  readonly ca: string;
  readonly trustedRoot: string;
  sign(artifact: Uint8Array, as?: As): Promise<Signed>;
  /** A bundle by a key, which its log has. */
  signBy(artifact: Uint8Array, keys: KeyPairKeyObjectResult): Promise<string>;
}

/** @defaultValue this identity, this issuer, now */
export interface As {
  readonly identity?: string;
  readonly issuer?: string;
  /** Writes the issuer as older certificates have it. */
  readonly olderForm?: boolean;
  readonly at?: Date;
}

/** A signature in all its forms. */
export interface Signed {
  /** base64 */
  readonly signature: string;
  /** PEM */
  readonly certificate: string;
  readonly bundle: string;
}

/** A key of the kind that Sigstore uses. */
export function keyPair(): KeyPairKeyObjectResult {
  return generateKeyPairSync("ec", { namedCurve: "P-256" });
}

/** Signs as cosign does with a key. */
export function signed(artifact: Uint8Array, { privateKey }: KeyPairKeyObjectResult): string {
  return sign("sha256", artifact, privateKey).toString("base64");
}

/** One whose certificates of authorities are as old as tests need, and without a log of certificates where that is asked for. */
export async function makeSigstore({
  certificateLog = true,
}: {
  readonly certificateLog?: boolean;
} = {}): Promise<Sigstore> {
  const [authority, log, certificates] = [keyPair(), keyPair(), keyPair()];
  const root = (await authorityAt(authority, before)).rootCertificate;
  const ca = Buffer.from(root as Uint8Array);
  return {
    ca: pem.fromDER(ca),
    trustedRoot: trustedRoot({ ca, log, ...(certificateLog ? { certificates } : {}) }),
    sign: async (artifact, { at = new Date(), ...as } = {}) => {
      const own = keyPair();
      const logging = certificateLog ? await initializeCTLog(certificates, at) : undefined;
      const signing = await initializeCA(authority, logging, at);
      const certificate = await signing.issueCertificate({
        publicKey: own.publicKey.export({ format: "der", type: "spki" }) as Uint8Array<ArrayBuffer>,
        subjectAltName: as.identity ?? identity,
        extensions: [
          as.olderForm === true
            ? { oid: "1.3.6.1.4.1.57264.1.1", value: as.issuer ?? issuer, legacy: true }
            : { oid: "1.3.6.1.4.1.57264.1.8", value: as.issuer ?? issuer },
        ],
      });
      const der = Buffer.from(certificate as Uint8Array);
      const signature = sign("sha256", artifact, own.privateKey);
      const entry = await logged({ artifact, signature, certificate: der }, { log, at });
      return {
        signature: signature.toString("base64"),
        certificate: pem.fromDER(der),
        bundle: bundleOf({ artifact, signature, certificate: der }, entry),
      };
    },
    signBy: async (artifact, { publicKey, privateKey }) => {
      const signature = sign("sha256", artifact, privateKey);
      const key = String(publicKey.export({ format: "pem", type: "spki" }));
      const entry = await logged({ artifact, signature, key }, { log, at: new Date() });
      return bundleOf({ artifact, signature, key }, entry);
    },
  };
}

// --- internal ---

const before = new Date(Date.now() - 86_400_000);

interface Parts {
  readonly artifact: Uint8Array;
  readonly signature: Buffer;
  /** Either this or a key in PEM. */
  readonly certificate?: Buffer;
  readonly key?: string;
}

/** The library that makes up authorities takes the time of their certificates from the clock. */
async function authorityAt(keys: KeyPairKeyObjectResult, at: Date): ReturnType<typeof initializeCA> {
  vi.useFakeTimers({ toFake: ["Date"], now: at });
  try {
    return await initializeCA(keys);
  } finally {
    vi.useRealTimers();
  }
}

type Entry = Awaited<ReturnType<Awaited<ReturnType<typeof initializeTLog>>["log"]>>[string];

async function logged(
  { artifact, signature, certificate, key }: Parts,
  { log, at }: { readonly log: KeyPairKeyObjectResult; readonly at: Date },
): Promise<Entry> {
  const rekor = await initializeTLog("https://log.example", log, at);
  const entries = await rekor.log({
    kind: "hashedrekord",
    apiVersion: "0.0.1",
    spec: {
      data: { hash: { algorithm: "sha256", value: crypto.digest("sha256", artifact).toString("hex") } },
      signature: {
        content: signature.toString("base64"),
        publicKey: {
          content: Buffer.from(certificate === undefined ? (key ?? "") : pem.fromDER(certificate)).toString("base64"),
        },
      },
    },
  });
  const [entry] = Object.values(entries);
  if (entry === undefined) throw new Error("the log has no entry");
  return entry;
}

function bundleOf({ artifact, signature, certificate }: Parts, entry: Entry): string {
  const bundle = toMessageSignatureBundle({
    digest: crypto.digest("sha256", artifact),
    signature,
    ...(certificate === undefined ? { keyHint: "" } : { certificate }),
  });
  const proof = entry.verification?.inclusionProof;
  bundle.verificationMaterial.tlogEntries = [
    {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, "hex") },
      kindVersion: { kind: "hashedrekord", version: "0.0.1" },
      integratedTime: String(entry.integratedTime),
      inclusionPromise: { signedEntryTimestamp: Buffer.from(entry.verification?.signedEntryTimestamp ?? "", "base64") },
      inclusionProof: {
        logIndex: String(proof?.logIndex),
        treeSize: String(proof?.treeSize),
        rootHash: Buffer.from(proof?.rootHash ?? "", "hex"),
        hashes: [],
        checkpoint: { envelope: proof?.checkpoint ?? "" },
      },
      canonicalizedBody: Buffer.from(String(entry.body), "base64"),
    },
  ];
  return JSON.stringify(bundleToJSON(bundle));
}

function trustedRoot({
  ca,
  log,
  certificates,
}: {
  readonly ca: Buffer;
  readonly log: KeyPairKeyObjectResult;
  readonly certificates?: KeyPairKeyObjectResult;
}): string {
  const validFor = { start: new Date(0) };
  const logOf = ({ publicKey }: KeyPairKeyObjectResult) => {
    const rawBytes = publicKey.export({ format: "der", type: "spki" });
    return {
      baseUrl: "https://log.example",
      hashAlgorithm: HashAlgorithm.SHA2_256,
      publicKey: { rawBytes, keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256, validFor },
      logId: { keyId: crypto.digest("sha256", rawBytes) },
      checkpointKeyId: undefined,
      operator: "",
    };
  };
  return JSON.stringify(
    TrustedRoot.toJSON({
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [logOf(log)],
      ctlogs: certificates === undefined ? [] : [logOf(certificates)],
      certificateAuthorities: [
        {
          subject: { organization: "example", commonName: "example" },
          uri: "https://authority.example",
          certChain: { certificates: [{ rawBytes: ca }] },
          validFor,
          operator: "",
        },
      ],
      timestampAuthorities: [],
    }),
  );
}
