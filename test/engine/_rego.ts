import type { Engines } from "../../harness/engine/index.ts";
import type { Json, Policy, Request, Verdict, World } from "../../harness/model/index.ts";

/** A Rego policy of one file. */
export function regoPolicy(text: string, more: Partial<Policy> = {}): Policy {
  return { control: "x", engine: "rego", sources: [{ path: "rego/x/x.rego", text }], ...more };
}

/** A request to create an object that has the given spec. */
export function creating(spec: Json): Request {
  return { operation: "CREATE", object: { json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec } } };
}

/** Rego reads the object as written, so that no other engine takes part. */
export const raw: World = { raw: true };

/** What both ways to evaluate Rego say of one request. */
export async function bothSay(
  engines: Engines,
  policy: Policy,
  request: Request,
): Promise<{ readonly rego: Verdict; readonly topdown: Verdict }> {
  const [rego, topdown] = await Promise.all(
    (["rego", "topdown"] as const).map(async (id) => {
      const { judge, problems } = await engines.get(id).compile([policy]);
      if (judge === undefined) throw new Error(JSON.stringify(problems));
      return judge(request, raw);
    }),
  );
  return { rego: rego as Verdict, topdown: topdown as Verdict };
}
