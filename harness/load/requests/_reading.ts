import type { Place, Problem, Request } from "../../model/index.ts";
import type { StreamDocument } from "./_document.ts";

/** What the API server answered when a request was recorded. */
export interface Recorded {
  readonly allowed: boolean;
  readonly message?: string;
}

/** A request with where it stands. */
export interface ReadRequest {
  readonly place: Place;
  /** What it is read from: an object, an AdmissionReview, or an event of an audit log. */
  readonly from: "manifest" | "review" | "event";
  readonly request: Request;
  /** What it is about, as people say it: `Pod team-a/web`. Unique among all that is read. */
  readonly name: string;
  readonly recorded?: Recorded;
}

/** What became of one document; `aside` says why it is no request. */
export type Reading =
  | { readonly request: ReadRequest; readonly id?: string }
  | { readonly aside: string }
  | { readonly problem: Problem };

/** One format of documents that are requests. */
export interface RequestFormat {
  takes(apiVersion: string, kind: string): boolean;
  read(document: StreamDocument): Reading;
}
