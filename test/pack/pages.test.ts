import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Case, Control } from "../../harness/model/index.ts";
import { controlsFolder, type PackPages, packPages } from "../../scripts/pages/index.ts";
import { proofs } from "../../scripts/proof/index.ts";

const root = join(import.meta.dirname, "..", "..");
const engines = openEngines({ timeoutMs: 60_000 });
const { controls } = loadProject(root);
let pack: PackPages;

beforeAll(async () => {
  pack = await packPages(root, engines);
}, 300_000);

afterAll(() => engines.close());

describe("the pages of the pack", () => {
  it("are what `npm run generate` writes", () => {
    const stale = [...pack.pages].filter(([path, text]) => readText(path) !== text).map(([path]) => path);
    expect(stale).toEqual([]);
  });

  it("are there for each control, and for no other", () => {
    const ids = readdirSync(join(root, controlsFolder)).filter((name) => name !== "index.md");
    expect(ids.sort()).toEqual(controls.map(({ id }) => `${id}.md`).sort());
  });

  it("find in the sources all that they say", () => {
    expect(pack.problems).toEqual([]);
  });

  it("say what an article claims, what is so, and why there is no form in CEL", () => {
    const text = pack.pages.get(`${controlsFolder}/csi.volumeattachment-no-fsgroup.md`);
    expect(text).toContain("(../articles.md#mention-12-the-group-of-a-pods-volumes): A CSI driver can be given");
    expect(text).toMatch(/^\*\*Correction\.\*\* An article says that the VolumeAttachment API got the field/m);
    expect(text).toMatch(/^\| CEL \| none \| the API server drops or refuses fields/m);
  });

  it("lead from each mention of an article to a control, or say why to none", () => {
    const parts = (pack.pages.get("docs/articles.md") ?? "").split(/^## Mention /m).slice(1);
    expect(parts).toHaveLength(18);
    for (const part of parts) expect(part).toMatch(/^\| \[`|^\*\*Not checked\.\*\*/m);
  });
});

describe("the cases of the pack", () => {
  it("pass on every policy of every control", () => {
    expect(pack.proofs.filter(({ failing }) => failing.length > 0)).toEqual([]);
    expect(pack.proofs.map(({ control, engine }) => `${control} ${engine}`)).toEqual(
      controls.flatMap(({ id, policies }) => policies.map(({ engine }) => `${id} ${engine}`)),
    );
  });

  it("notice every way to break a policy", () => {
    const found = pack.proofs.flatMap(({ control, broken }) =>
      broken.filter(({ noticedBy }) => noticedBy === 0).map(({ how }) => `${control}: ${how}`),
    );
    expect(found).toEqual([]);
    expect(pack.proofs.filter(({ broken }) => broken.length < 2)).toEqual([]);
  });
});

describe("breaking a policy", () => {
  const ofControl = (id: string): Control => {
    const found = controls.find((control) => control.id === id);
    if (found === undefined) throw new Error(`there is no control ${id}`);
    return found;
  };
  const unnoticedWith = async (id: string, keep: (one: Case) => boolean): Promise<readonly string[]> => {
    const control = ofControl(id);
    const judged = await proofs([{ ...control, cases: control.cases.filter(keep) }], engines);
    return judged.flatMap(({ engine, broken }) =>
      broken.filter(({ noticedBy }) => noticedBy === 0).map(({ how }) => `${engine}: ${how}`),
    );
  };

  it("is not noticed by cases of what is allowed where a rule is dropped", async () => {
    expect(await unnoticedWith("win.not-administrator", ({ expect: { decision } }) => decision === "allow")).toEqual([
      "rego: deny dropped",
      "cel: validation always true",
    ]);
  });

  it("is not noticed by cases of what is denied where everything is", async () => {
    expect(await unnoticedWith("win.not-administrator", ({ expect: { decision } }) => decision === "deny")).toEqual([
      "rego: everything denied",
      "cel: validations always false",
    ]);
  });

  it("is noticed by no case of a rule that none reaches", async () => {
    const ofParams = ({ expect: { messages = [] } }: Case): boolean =>
      messages.some((words) => words.includes("invalid"));
    expect(await unnoticedWith("token.request-bounds", (one) => !ofParams(one))).toEqual([
      "rego: deny 1 of 2 dropped",
      "cel: validation 1 of 2 always true",
    ]);
  });

  it("is not noticed of a mutation where every case is one that it leaves alone", async () => {
    const left = await unnoticedWith("mutate.pss-labels", ({ expect: { decision } }) => decision === "skip");
    expect(left).toContain("cel: mutation without effect in mutate.pss-labels");
  });

  it("is not noticed of PodSecurity's checks by cases of what is allowed", async () => {
    expect(await unnoticedWith("pss.level", ({ expect: { decision } }) => decision === "allow")).toEqual([
      "podsecurity: nothing denied",
    ]);
  });

  it("tells cases that the policy itself does not pass", async () => {
    const control = ofControl("pss.level");
    const wrong = control.cases.map((one): Case => ({ ...one, expect: { decision: "deny", messages: ["none"] } }));
    const [proof] = await proofs([{ ...control, cases: wrong }], engines);
    expect(proof?.failing).toHaveLength(wrong.length);
  });
});

function readText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return undefined;
  }
}
