export { type Bundled, verifyBundle } from "./bundle.ts";
export { type Check, type CheckName, isVerified } from "./check.ts";
export { type Checksum, type Checksums, checkSums, readChecksums } from "./checksums.ts";
export { type Certified, type Detached, verifyByCertificate, verifyByKey } from "./detached.ts";
export {
  type Material,
  readAuthorities,
  readCertificate,
  readKey,
  readSignature,
  readTrustedRoot,
  type Trust,
} from "./material.ts";
export type { Signer, Waived } from "./signer.ts";
export { digestOf, imageDigest, verifiedList } from "./verified-list.ts";
