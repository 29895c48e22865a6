/** Bodies and answers of the engines' ops, as docs/wire.md lists them. */
import type { Json, JsonObject, Verdict } from "../model/index.ts";

/** A Rego file. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly v0?: boolean;
}

/** What OPA has to say of a Rego file. `row` and `col` are 1-based. */
export interface Diagnostic {
  readonly path: string;
  readonly row: number;
  readonly col: number;
  readonly code: string;
  readonly message: string;
}

export type EntrypointKind = "deny" | "violation" | "warn" | "response";

/** A rule that can be asked for a decision. */
export interface Entrypoint {
  /** Such as `pss/x/deny`. */
  readonly ref: string;
  readonly package: string;
  readonly rule: string;
  readonly kind: EntrypointKind;
  readonly path: string;
  readonly row: number;
  /** How the rule, and what it reaches, reads `input`. */
  readonly shapes: readonly ("admission" | "gatekeeper" | "object")[];
}

/** What is in a set of Rego files, tests left out. */
export interface Inspected {
  readonly packages: readonly {
    readonly path: string;
    readonly package: string;
    readonly rules: readonly string[];
    readonly annotations?: JsonObject;
  }[];
  readonly entrypoints: readonly Entrypoint[];
}

/** What decides what a policy in Rego says. */
export interface Used {
  /** The same where all rules that may be reached are the same. */
  readonly rules: string;
  /** Paths of the files that these stand in. */
  readonly modules: readonly string[];
  /** Paths of all files without which these do not compile. */
  readonly needs: readonly string[];
  /** Names that are followed under `data` to what no rule gives. */
  readonly data: readonly (readonly string[])[];
}

/** What each policy uses that was asked for; nothing where a file that it needs is broken. */
export interface Uses {
  readonly uses: readonly (Used | null)[];
  /** What is wrong with files. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What OPA's formatter makes of files. */
export interface Formatted {
  readonly modules: readonly { readonly path: string; readonly text: string; readonly changed: boolean }[];
}

/** What came of the unit tests in Rego files. Lines are 1-based and inclusive. */
export interface RegoTests {
  readonly results: readonly {
    readonly package: string;
    readonly name: string;
    readonly path: string;
    readonly row: number;
    readonly status: "pass" | "fail" | "error" | "skip";
    readonly message?: string;
    readonly output?: string;
    readonly nanoseconds: number;
  }[];
  readonly coverage?: readonly {
    readonly path: string;
    readonly covered: readonly (readonly [from: number, to: number])[];
    readonly missed: readonly (readonly [from: number, to: number])[];
    readonly percent: number;
  }[];
}

/** The documents of a YAML or JSON stream. `line` is 1-based. */
export interface ReadDocuments {
  readonly documents: readonly { readonly line: number; readonly object?: JsonObject; readonly error?: string }[];
}

/** A file that the component that reads it would take; `object` is what a text holds. */
export interface ReadFile {
  readonly object?: JsonObject;
}

/** Releases of Kubernetes that the engine can stand for, such as `1.31`. */
export interface Releases {
  /** The first whose CEL and PodSecurity are known. */
  readonly oldest: string;
  /** The first whose feature gates and kinds are known: older ones are taken for this one there. */
  readonly emulated: string;
  /** The one that the engine is built from. */
  readonly own: string;
}

/** An AdmissionReview of `admission.k8s.io/v1`. */
export type Review = JsonObject & { readonly request: JsonObject & { readonly object?: Json } };

/** Policies as the API server took them. */
export interface Policies {
  readonly policies: readonly {
    readonly name: string;
    readonly kind: string;
    readonly path: string;
    readonly line: number;
  }[];
  readonly problems: readonly {
    readonly path?: string;
    readonly line?: number;
    readonly message: string;
    /** `schema`: a Constraint that does not fit its template's schema. */
    readonly code?: string;
  }[];
}

export interface WorldProblems {
  readonly problems: readonly { readonly message: string }[];
}

/** What all who asked about one request are told; without `refusal` the server took it. */
export interface Decided {
  /** One for each of the policies that were named, in their order. */
  readonly verdicts: readonly Verdict[];
  /** The AdmissionReview as JSON text, where it was asked for. */
  readonly review?: string;
  readonly warnings: readonly string[];
  readonly refusal?: { readonly message: string; readonly details: unknown };
}

/** What one evaluation of Rego by topdown gave. */
export interface RegoResults {
  readonly results: Readonly<Record<string, unknown>>;
  readonly prints: readonly string[];
}

/** Sources with one slip each. `line` and `column` are 1-based and say where `original` begins; `text` is the whole source. */
export interface MadeMutants {
  readonly mutants: readonly {
    /** Rego: its place among all that can be made of the modules. */
    readonly number?: number;
    readonly path: string;
    readonly line: number;
    readonly column?: number;
    readonly operator: string;
    readonly original: string;
    readonly replacement: string;
    readonly text: string;
  }[];
}
