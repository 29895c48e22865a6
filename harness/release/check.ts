/** What is checked of a file. */
export type CheckName =
  | "signature" // made over the file by the key
  | "identity" // whom the certificate names
  | "issuer" // who knew that identity
  | "time" // signed while the certificate was valid
  | "chain" // the certificate comes from an authority that is trusted
  | "certificate-log" // a log of certificates has it
  | "transparency-log" // a log of signatures has it
  | "checksum";

/** A check and what came of it; what was not checked is said too. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: "verified" | "failed" | "unchecked";
  readonly detail: string;
}

export function verified(name: CheckName, detail: string): Check {
  return { name, outcome: "verified", detail };
}

export function failed(name: CheckName, detail: string): Check {
  return { name, outcome: "failed", detail };
}

export function unchecked(name: CheckName, detail: string): Check {
  return { name, outcome: "unchecked", detail };
}

/** Whether something was verified, and nothing failed. */
export function isVerified(checks: readonly Check[]): boolean {
  return checks.some(({ outcome }) => outcome === "verified") && checks.every(({ outcome }) => outcome !== "failed");
}
