import { afterAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { JsonObject, Request, Verdict, World } from "../../harness/model/index.ts";
import { regoPolicy } from "./_rego.ts";

const engines = openEngines();
afterAll(() => engines.close());

/** Says which object it was given. */
const told = regoPolicy("package x\n\ndeny contains json.marshal(input.request.object)\n");

const kubelet = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";

describe.each(["rego", "topdown"] as const)("a raw file in %s", (engine) => {
  it("is given to the policy as it is written, without the component's defaults", async () => {
    const verdict = await judge({ text: `${kubelet}seccompDefault: true\n` });
    const written =
      '{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration","seccompDefault":true}';
    expect(objectsOf(verdict)).toEqual([JSON.parse(written)]);
  });

  it.each([
    ["a field that its component does not know", "seccompdefault: true", 'unknown field "seccompdefault"'],
    ["a value of another type", 'seccompDefault: "true"', "KubeletConfiguration.seccompDefault of type bool"],
    ["a key that is there twice", "maxPods: 1\nmaxPods: 2", 'key "maxPods" already set in map'],
    ["a feature gate that is gone", "featureGates: {Gone: true}", "unrecognized feature gate: Gone"],
  ])("is an error with %s, in the component's words", async (_, lines, words) => {
    const { decision, errors, violations } = await judge({ text: `${kubelet}${lines}\n` });
    expect([decision, violations]).toEqual(["error", []]);
    expect(errors).toEqual([{ code: "bad-object", message: expect.stringContaining(words) }]);
  });

  it("is an error where the component's own validation refuses it, as JSON and as the old object too", async () => {
    const json = {
      apiVersion: "pod-security.admission.config.k8s.io/v1",
      kind: "PodSecurityConfiguration",
      defaults: { enforce: "Restricted" },
    };
    const words = 'defaults.enforce: Invalid value: "Restricted"';
    const update: Request = { operation: "UPDATE", object: { json: { a: 1 } }, oldObject: { json } };
    for (const request of [{ operation: "CREATE", object: { json } } as const, update]) {
      const { decision, errors } = await judgeRequest(request, { raw: true });
      expect([decision, errors?.[0]?.message]).toEqual(["error", expect.stringContaining(words)]);
    }
  });

  it("is judged as it is written where the case does not validate", async () => {
    const verdict = await judge({ text: `${kubelet}seccompDefault: "true"\n` }, { validate: false });
    expect(objectsOf(verdict)).toEqual([expect.objectContaining({ seccompDefault: "true" })]);
  });

  it("is held against the release that the case names", async () => {
    const text = `${kubelet}featureGates: {DefaultPodSysctls: true}\n`;
    expect((await judge({ text })).decision).toBe("deny");
    const { errors } = await judge({ text }, { kubernetes: "1.36" });
    expect(errors?.[0]?.message).toContain("cannot set feature gate DefaultPodSysctls to true");
  });

  it("needs neither a version nor a kind where no component is known to read it", async () => {
    const verdict = await judge({ text: '{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}' });
    expect(objectsOf(verdict)).toEqual([{ defaultAction: "SCMP_ACT_ERRNO", syscalls: [] }]);
  });

  it("is known by its one key where it is the configuration of ImagePolicyWebhook", async () => {
    expect((await judge({ text: "imagePolicy: {defaultAllow: false}\n" })).decision).toBe("deny");
    const { errors } = await judge({ text: "imagePolicy: {DefaultAllow: false}\n" });
    expect(errors?.[0]?.message).toBe('strict decoding error: unknown field "imagePolicy.DefaultAllow"');
  });

  async function judge(object: { readonly text: string }, world: World = {}): Promise<Verdict> {
    return judgeRequest({ operation: "CREATE", object }, { ...world, raw: true });
  }

  async function judgeRequest(request: Request, world: World): Promise<Verdict> {
    const compiled = await engines.get(engine).compile([told]);
    if (compiled.judge === undefined) throw new Error(JSON.stringify(compiled.problems));
    return compiled.judge(request, world);
  }
});

function objectsOf({ violations }: Verdict): readonly JsonObject[] {
  return violations.map(({ message }) => JSON.parse(message) as JsonObject);
}
