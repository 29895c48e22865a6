import type { Decision, JsonObject, Request, User, World } from "../../harness/model/index.ts";

/** One request that the server and an engine are both asked. */
export interface Trial {
  readonly suite: string;
  readonly name: string;
  readonly request: Request & { readonly user: User };
  readonly world: World;
}

/** A trial that cannot be put to a server, and why. */
export interface SetAside {
  readonly suite: string;
  readonly reason: string;
}

/** What the server, or an engine, answers to a trial. */
export interface Answer {
  /** What a judge made of it; the server itself says no more than whether it allows. */
  readonly decision?: Decision | undefined;
  readonly allowed: boolean;
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly causes: readonly Cause[];
  readonly warnings: readonly string[];
  readonly audit: Readonly<Record<string, string>>;
  /** The object as it would be stored; without one where the answer holds none. */
  readonly object?: JsonObject | undefined;
}

export interface Cause {
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
}

/** Who asks where a trial does not say: the token's user, as the server knows it. */
export const admin: User = { username: "admin", uid: "1", groups: ["system:masters", "system:authenticated"] };

/** The user as the server sees an impersonated one. */
export function authenticated(user: User): User {
  const groups = user.groups ?? [];
  return { ...user, groups: groups.includes("system:authenticated") ? groups : [...groups, "system:authenticated"] };
}
