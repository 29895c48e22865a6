import { describe, expect, it } from "vitest";
import { sizeOf, smaller } from "../../harness/generate/index.ts";
import type { JsonObject, Trial } from "../../harness/model/index.ts";
import { created, pod, smallest, textOf } from "./_smallest.ts";

const app = { name: "app", image: "registry.example/app:1", ports: [{ containerPort: 8080, hostPort: 80 }] };

const large: Trial = {
  request: {
    operation: "UPDATE",
    subResource: "ephemeralcontainers",
    object: {
      json: pod({
        containers: [app],
        ephemeralContainers: [{ name: "debug", image: "registry.example/debug:2", tty: true }],
      }),
    },
    oldObject: { json: pod({ containers: [app] }) },
    user: { username: "dev", groups: ["devs"] },
    namespace: "team-a",
  },
  world: {
    params: { level: "a" },
    namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "team-a" } }],
  },
};

describe("smaller", () => {
  it("leaves out everything that is not looked for", () => {
    const deployment: JsonObject = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "app" },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: "app" } },
        template: {
          metadata: { labels: { app: "app" } },
          spec: { initContainers: [{ name: "setup", image: "registry.example/setup:1" }], containers: [app] },
        },
      },
    };
    const found = smallest(created(deployment), (trial) => textOf(trial).includes('"hostPort":80'));
    expect(found).toEqual(
      created({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: { containers: [{ name: "a", image: "a", ports: [{ hostPort: 80 }] }] },
      }),
    );
  });

  it("makes an ephemeral container the only one of a new Pod where it need not be ephemeral", () => {
    expect(smallest(large, (trial) => textOf(trial).includes('"tty":true'))).toEqual(
      created({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: { containers: [{ name: "a", image: "a", tty: true }] },
      }),
    );
  });

  it("makes plain containers of all, in their order, where that will do", () => {
    const found = smallest(large, (trial) => (textOf(trial).match(/"image"/g) ?? []).length === 2);
    expect(found).toEqual(
      created({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: {
          containers: [
            { name: "a", image: "a" },
            { name: "b", image: "a" },
          ],
        },
      }),
    );
  });

  it("keeps an update where the update is what matters, and makes both objects smaller alike", () => {
    const found = smallest(
      large,
      (trial) =>
        trial.request.oldObject !== undefined && /"ephemeralContainers":.*"tty":true.*"oldObject"/.test(textOf(trial)),
    );
    expect(found).toEqual({
      request: {
        operation: "UPDATE",
        object: {
          json: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "a" },
            spec: {
              containers: [{ name: "a", image: "a" }],
              ephemeralContainers: [{ name: "b", image: "a", tty: true }],
            },
          },
        },
        oldObject: {
          json: {
            apiVersion: "v1",
            kind: "Pod",
            metadata: { name: "a" },
            spec: { containers: [{ name: "a", image: "a" }] },
          },
        },
      },
      world: {},
    });
  });

  it("makes a deletion a creation where either will do", () => {
    const deleted: Trial = {
      request: { operation: "DELETE", oldObject: { json: pod({ containers: [app] }) } },
      world: {},
    };
    expect(smallest(deleted, () => true)).toEqual(
      created({
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "a" },
        spec: { containers: [{ name: "a", image: "a" }] },
      }),
    );
  });

  it("keeps of world and user only what matters", () => {
    const found = smallest(
      large,
      ({ request: { user }, world: { params } }) => user?.groups?.[0] === "devs" && params !== undefined,
    );
    expect(found.world).toEqual({ params: {} });
    expect(found.request.user).toEqual({ groups: ["devs"] });
    expect(Object.keys(found.request).sort()).toEqual(["object", "operation", "user"]);
  });

  it("cuts texts to what matters of them", () => {
    const found = smallest(
      created(pod({ containers: [{ name: "app", image: "registry.example:5000/team/app:latest" }] })),
      (trial) => textOf(trial).includes(":latest"),
    );
    expect(textOf(found)).toContain('"image":":latest"');
  });

  it("makes texts simpler beside an empty one too", () => {
    const found = smallest(created(pod({ containers: [{ name: "app", image: "app", workingDir: "" }] })), (trial) =>
      textOf(trial).includes('"workingDir":""'),
    );
    expect(textOf(found)).toContain('{"name":"a","image":"a","workingDir":""}');
  });

  it("offers nothing twice, nothing that is not smaller or simpler, and never the same", () => {
    const offered = [...smaller(large)];
    expect(offered.length).toBeGreaterThan(50);
    expect(new Set(offered.map(textOf)).size).toBe(offered.length);
    expect(offered.map(textOf)).not.toContain(textOf(large));
    for (const one of offered) expect(sizeOf(one)).toBeLessThanOrEqual(sizeOf(large));
  });

  it("ends, and in a trial of which no field can be left out, for any yes and no that hangs on the trial alone", () => {
    for (let turn = 0; turn < 40; turn += 1) {
      const holds = (trial: Trial): boolean => hash(textOf(trial), turn) % 5 !== 0;
      const found = smallest(large, holds);
      expect([...smaller(found)].filter(holds)).toEqual([]);
    }
  });

  it("leaves alone what the API server is not asked about", () => {
    const raw = created(pod({ containers: [{ name: "app" }], hostPID: null }), { raw: true });
    const found = smallest(raw, (trial) => trial.world.raw === true && textOf(trial).includes('"hostPID":null'));
    expect(found).toEqual(created({ apiVersion: "v1", kind: "Pod", spec: { hostPID: null } }, { raw: true }));
  });

  it("changes nothing of the trial that it is given", () => {
    const before = textOf(large);
    for (const one of smaller(large)) void one;
    expect(textOf(large)).toBe(before);
  });

  it("makes the world of a text smaller, and leaves what it cannot look into", () => {
    const trial: Trial = {
      request: { operation: "CREATE", object: { text: "kind: Pod" } },
      world: { kubernetes: "1.31" },
    };
    expect([...smaller(trial)]).toEqual([{ request: trial.request, world: {} }]);
  });
});

function hash(text: string, salt: number): number {
  let value = salt;
  for (const letter of text) value = (Math.imul(value, 31) + letter.charCodeAt(0)) >>> 0;
  return value >>> 3;
}
