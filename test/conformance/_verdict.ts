import type { ConformanceCase } from "./_case.ts";
import { difference, type Way } from "./_difference.ts";
import { isListed } from "./_exceptions.ts";
import type { Outcome } from "./_outcome.ts";

/** What came of asking one case in one way. */
export type Result =
  | { readonly kind: "pass" }
  /** The engine refuses a builtin that the case uses. */
  | { readonly kind: "refused" }
  /** Differs, and is listed in exceptions.yaml. */
  | { readonly kind: "listed" }
  | { readonly kind: "fault"; readonly message: string };

/** Builtins that hang on network, clock, environment or chance: what docs/wire.md says is refused. */
const refusedByDesign: readonly string[] = [
  "crypto.x509.parse_and_verify_certificates",
  "http.send",
  "io.jwt.decode_verify",
  "io.jwt.encode_sign",
  "io.jwt.encode_sign_raw",
  "net.lookup_ip_addr",
  "opa.runtime",
  "rand.intn",
  "time.now_ns",
  "uuid.rfc4122",
];

/** Holds an outcome against what the case wants, and that against what is listed. */
export function judge(
  { path, given }: { readonly path: string; readonly given: ConformanceCase },
  way: Way,
  outcome: Outcome,
): Result {
  const fault = (what: string): Result => ({ kind: "fault", message: `${way}: ${path}: \`${given.note}\` ${what}` });
  if (outcome.kind === "refused") {
    const wrong = outcome.builtins.filter((name) => !refusedByDesign.includes(name) || !uses(given, name));
    return wrong.length === 0 ? { kind: "refused" } : fault(`is refused for no reason: ${wrong.join(", ")}`);
  }
  const found = difference(given, way, outcome);
  if (!isListed(path, given.note, way)) return found === undefined ? { kind: "pass" } : fault(found);
  return found === undefined ? fault("is listed in exceptions.yaml, but passes: take it out") : { kind: "listed" };
}

function uses({ query, modules }: ConformanceCase, builtin: string): boolean {
  return [query, ...(modules ?? [])].some((text) => text.includes(builtin));
}
