import { describe, expect, test } from "vitest";
import { creation, fakeCluster, statusOf } from "./_fake-cluster.ts";

const vap = "ValidatingAdmissionPolicy 'p' with binding 'b' denied request:";
const denial = (policy: string, message: string, more: object = {}) => ({ violations: [{ policy, message, ...more }] });
const failure = (code: string, message: string, more: object = {}) => ({ errors: [{ code, message, ...more }] });
const noRight = (who: string, words: string) => `the ${who} may not ask this: ${words}`;
const rbac = 'pods is forbidden: User "dev" cannot create resource "pods" in API group "" in the namespace "default"';
const impersonation =
  'users "dev" is forbidden: User "me" cannot impersonate resource "users" in API group "" at the cluster scope';

/** Code, reason, the server's message, what it is. The real server's words are compared in test/cluster. */
const refusals: readonly (readonly [number, string, string, object])[] = [
  [422, "Invalid", `pods "a" is forbidden: ${vap} no`, denial("p", "no", { binding: "b" })],
  [401, "Unauthorized", `pods "a" is forbidden: ${vap} no`, denial("p", "no", { binding: "b" })],
  [
    422,
    "Invalid",
    `pods "a" is forbidden: ${vap} expression 'x' resulted in error: y`,
    failure("evaluation", "expression 'x' resulted in error: y", { policy: "p" }),
  ],
  [
    403,
    "Forbidden",
    `pods "a" is forbidden: ${vap} User "x" cannot y`,
    denial("p", 'User "x" cannot y', { binding: "b" }),
  ],
  [
    403,
    "Forbidden",
    'pods "a" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    denial("PodSecurity", "host namespaces (hostPID=true)"),
  ],
  [403, "Forbidden", 'pods "a" is forbidden: exceeded quota: q', denial("admission", "exceeded quota: q")],
  [
    403,
    "Invalid",
    "policy 'm' with binding 'b' denied request: JSON Patch: no",
    failure("evaluation", "JSON Patch: no", { policy: "m" }),
  ],
  [
    403,
    "Forbidden",
    'policy "m" denied request: failed to configure policy: no',
    failure("evaluation", "failed to configure policy: no", { policy: "m" }),
  ],
  [400, "", 'admission webhook "w" denied the request without explanation', denial("w", "without explanation")],
  [409, "AlreadyExists", 'admission webhook "w" denied the request: taken', denial("w", "taken")],
  [
    400,
    "BadRequest",
    'admission webhook "w" does not support dry run',
    failure("evaluation", 'admission webhook "w" does not support dry run', { policy: "w" }),
  ],
  [
    500,
    "InternalError",
    'Internal error occurred: failed calling webhook "w": x',
    failure("evaluation", 'Internal error occurred: failed calling webhook "w": x', { policy: "w" }),
  ],
  [403, "Forbidden", rbac, failure("bad-cluster", noRight("context's user", rbac))],
  [
    422,
    "Invalid",
    'Pod "a" is invalid: spec: Required value',
    failure("bad-object", 'Pod "a" is invalid: spec: Required value'),
  ],
  [400, "BadRequest", "no Pod", failure("bad-object", "no Pod")],
  [503, "ServiceUnavailable", "starting", failure("bad-cluster", "the cluster answered with 503: starting")],
  [
    401,
    "Unauthorized",
    "Unauthorized",
    failure(
      "bad-cluster",
      "the cluster does not know who asks (Unauthorized): log in again, or choose another context",
    ),
  ],
];

describe("what a server refuses", () => {
  test.each(refusals)("with %i %s, saying `%s`, is what refused it", async (code, reason, message, expected) => {
    const { judge } = await fakeCluster(() => ({ code, body: statusOf(code, reason, message) }));
    const response = { allowed: false, code, ...(reason === "" ? {} : { reason }), message };
    const decision = "violations" in expected ? "deny" : "error";
    expect(await judge(creation, {})).toEqual({
      decision,
      violations: [],
      warnings: [],
      audit: {},
      ...expected,
      response,
    });
  });

  test("because the user of the case may not is an error of the case, and because nobody may be impersonated one of the context", async () => {
    const { judge } = await fakeCluster(({ headers }) => {
      const message = headers["impersonate-user"] === "dev" ? rbac : impersonation;
      return { code: 403, body: statusOf(403, "Forbidden", message) };
    });
    const errors = async (username: string) => (await judge({ ...creation, user: { username } }, {})).errors;
    expect(await errors("dev")).toEqual([{ code: "bad-world", message: noRight("user of the case", rbac) }]);
    expect(await errors("me")).toEqual([{ code: "bad-cluster", message: noRight("context's user", impersonation) }]);
  });

  test("is told from what it takes, with the object that it would store", async () => {
    const object = { kind: "Pod", metadata: { name: "a", labels: { team: "b" } } };
    const { judge } = await fakeCluster(() => ({ code: 201, body: object }));
    expect(await judge(creation, {})).toMatchObject({ decision: "allow", object });
  });

  test("for a name that is taken has passed admission", async () => {
    const body = statusOf(409, "AlreadyExists", 'pods "a" already exists');
    const { judge } = await fakeCluster(() => ({ code: 409, body }));
    expect(await judge(creation, {})).toMatchObject({ decision: "allow", response: { allowed: true } });
  });

  test("in no words of an API server is an error of the run", async () => {
    const { judge } = await fakeCluster(() => ({ code: 502, body: "<html>\nbad gateway" }));
    expect((await judge(creation, {})).errors).toEqual([
      { code: "bad-cluster", message: "the cluster answered with 502: <html> bad gateway" },
    ]);
  });
});
