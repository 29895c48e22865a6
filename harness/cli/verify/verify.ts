import { readArtifact } from "../../load/index.ts";
import { AssayError, type Problem } from "../../model/index.ts";
import {
  type Check,
  checkSums,
  digestOf,
  imageDigest,
  isVerified,
  readCertificate,
  readSignature,
  verifiedList,
  verifyBundle,
  verifyByCertificate,
  verifyByKey,
} from "../../release/index.ts";
import { replaceFile, writeWords } from "../_output.ts";
import { materialAt, type Plan, planOf, type SignaturePlan, type VerifyOptions } from "./_plan.ts";
import { jsonText, prettyText, type Verification, type VerifiedFile } from "./_text.ts";

/** Verifies the files and says what was verified and what was not. @returns the exit code */
export async function runVerify(files: readonly string[], options: VerifyOptions): Promise<number> {
  const plan = planOf(files, options);
  const now = new Date();
  const results = files.map((file) => verifyFile(file, { plan, options, alone: files.length === 1, now }));
  const read = {
    files: results.flatMap((result) => ("controls" in result ? [result] : [])),
    problems: results.flatMap((result) => ("controls" in result ? [] : [result])),
  };
  const list = await writeList(read.files, { plan, options, now });
  const verification: Verification = { ...read, ...(list === undefined ? {} : { list }) };
  process.stdout.write(options.format === "json" ? jsonText(verification) : prettyText(verification));
  if (verification.problems.length > 0) return 2;
  return verification.files.length > 0 && verification.files.every(({ verified }) => verified) ? 0 : 1;
}

// --- internal ---

interface Asked {
  readonly plan: Plan;
  readonly options: VerifyOptions;
  readonly alone: boolean;
  readonly now: Date;
}

/** One file that is broken does not keep others from being verified. */
function verifyFile(file: string, asked: Asked): (VerifiedFile & { readonly image: string }) | Problem {
  try {
    const artifact = readArtifact(file);
    const { signatures, checksums } = asked.plan;
    const controls = [
      ...(signatures === undefined
        ? []
        : [
            {
              control: "release.verify-blob" as const,
              checks: signatureChecks(file, artifact, { ...asked, signatures }),
            },
          ]),
      ...(checksums === undefined
        ? []
        : [
            {
              control: "release.checksum" as const,
              checks: [checkSums(file, artifact, { checksums, alone: asked.alone })],
            },
          ]),
    ];
    const verified = controls.length > 0 && controls.every(({ checks }) => isVerified(checks));
    return { file, digest: digestOf(artifact), image: imageDigest(artifact), verified, controls };
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    return { code: error.code, message: error.message, ...(error.place === undefined ? {} : { place: error.place }) };
  }
}

function signatureChecks(
  file: string,
  artifact: Buffer,
  { signatures, options, now }: Asked & { readonly signatures: SignaturePlan },
): readonly Check[] {
  const { bundle, signature: signaturePath = `${file}.sig`, certificate: certificatePath = `${file}.cert` } = options;
  if (bundle !== undefined) return verifyBundle(artifact, materialAt(bundle), signatures);
  const signed = { artifact, signature: readSignature(materialAt(signaturePath)) };
  const { by, trust, waived } = signatures;
  if ("key" in by) return verifyByKey(signed, by.key);
  const certificate = readCertificate(materialAt(certificatePath));
  return verifyByCertificate(signed, { certificate, signer: by.signer, trust, waived, now });
}

/** Only what this run has verified; where that is nothing, what is there stays as it is. */
async function writeList(
  files: readonly (VerifiedFile & { readonly image?: string })[],
  { plan, options, now }: Omit<Asked, "alone">,
): Promise<Verification["list"]> {
  const { writeVerified: path } = options;
  const { by } = plan.signatures ?? {};
  const digests = files.flatMap(({ verified, image }) => (verified && image !== undefined ? [image] : []));
  if (path === undefined || by === undefined || !("signer" in by)) return undefined;
  try {
    if (digests.length > 0) await replaceFile(path, verifiedList(digests, by.signer, now.toISOString().slice(0, 10)));
  } catch (error) {
    throw new AssayError("bad-usage", `the list cannot be written to \`${path}\`: ${writeWords(error)}`, {
      cause: error,
    });
  }
  return { path, digests: new Set(digests).size };
}
