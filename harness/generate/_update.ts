import type { Json, JsonObject, KindSchema } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { draw } from "./_draw.ts";
import type { Maker } from "./_maker.ts";
import { mutate } from "./_mutate.ts";
import { planAt } from "./_plan.ts";
import { at, makeAt, type Tree, treeCopy, treesOf } from "./_tree.ts";
import { templatePath } from "./wrap.ts";

export interface Updating {
  readonly maker: Maker;
  readonly dice: Dice;
}

/** The object as an update leaves it that the API server allows. */
export function updated(old: JsonObject, kind: KindSchema, { maker, dice }: Updating): Tree {
  const object = treeCopy(old);
  if (kind.kind === "Pod" || kind.kind === "Job") {
    dice.one(kind.kind === "Pod" ? ofPod : ofJob)(object, { maker, dice, kind });
    return object;
  }
  const times = 1 + dice.below(4);
  for (let time = 0; time < times; time += 1) mutate(object, maker.planFor(kind), dice);
  maker.finish(kind, object);
  keep(object, old, fixed[kind.kind] ?? []);
  if (templatePath(kind.kind) !== undefined) keep(object, old, ofTemplates);
  keep(object, old, [
    ["metadata", "name"],
    ["metadata", "namespace"],
  ]);
  return object;
}

// --- internal ---

type Change = (object: Tree, updating: Updating & { readonly kind: KindSchema }) => void;

const relabel: Change = (object, { dice }) => {
  makeAt(object, "metadata", "labels")[dice.one(["app", "tier"])] = dice.one(["a", "b"]);
};

const annotate: Change = (object, { dice }) => {
  makeAt(object, "metadata", "annotations")["example.com/note"] = dice.one(["a", "b"]);
};

const nothing: Change = () => {};

/** Another image, drawn as a new container's is; one by which the server would set another pull policy is not taken. */
const reimage: Change = (object, { maker, dice, kind }) => {
  const containers = ["containers", "initContainers"].flatMap((list) => treesOf(at(object, "spec", list)));
  const container = dice.one(containers);
  const plan = planAt(maker.planFor(kind), ["spec", "containers", "image"]);
  const policy = pullPolicy(container);
  for (let attempt = 0; attempt < 4 && plan !== undefined; attempt += 1) {
    const image = draw(plan, dice);
    if (pullPolicy({ ...container, image }) === policy) container["image"] = image;
  }
};

function pullPolicy({ image, imagePullPolicy }: Tree): Json {
  if (typeof imagePullPolicy === "string") return imagePullPolicy;
  if (!/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/.test(String(image)))
    return String(image);
  const [name = "", digest] = String(image).split("@");
  const tag = /:([^/]*)$/.exec(name)?.[1] ?? (digest === undefined ? "latest" : "");
  return tag === "latest";
}

const tolerate: Change = (object) => {
  const spec = makeAt(object, "spec");
  spec["tolerations"] = [...treesOf(spec["tolerations"]), { key: "example.com/added", operator: "Exists" }];
};

const suspend: Change = (object, { dice }) => {
  makeAt(object, "spec")["suspend"] = dice.chance(0.5);
};

const ofPod: readonly Change[] = [relabel, annotate, reimage, reimage, reimage, tolerate, nothing];
const ofJob: readonly Change[] = [relabel, annotate, suspend, nothing];

/** By kind: what an update leaves as it is. */
const fixed: Readonly<Record<string, readonly (readonly string[])[]>> = {
  StatefulSet: ["serviceName", "podManagementPolicy", "volumeClaimTemplates", "revisionHistoryLimit"].map((name) => [
    "spec",
    name,
  ]),
  CronJob: [],
  Service: ["type", "clusterIP", "ipFamilyPolicy", "loadBalancerClass", "externalName", "ports"].map((name) => [
    "spec",
    name,
  ]),
  RoleBinding: [["roleRef"]],
  ClusterRoleBinding: [["roleRef"]],
  Secret: [["type"], ["immutable"], ["data"], ["stringData"]],
  ConfigMap: [["immutable"], ["data"], ["binaryData"]],
  Namespace: [["spec"]],
  StorageClass: [["provisioner"], ["parameters"], ["reclaimPolicy"], ["volumeBindingMode"]],
  CSIDriver: ["attachRequired", "podInfoOnMount", "volumeLifecycleModes", "fsGroupPolicy"].map((name) => [
    "spec",
    name,
  ]),
};

/** A selector stays, and so do the labels that it selects. */
const ofTemplates: readonly (readonly string[])[] = [
  ["spec", "selector"],
  ["spec", "template", "metadata", "labels"],
];

function keep(object: Tree, old: JsonObject, paths: readonly (readonly string[])[]): void {
  const before = treeCopy(old);
  for (const path of paths) {
    const name = path.at(-1) ?? "";
    const value = at(before, ...path);
    const way = path.slice(0, -1);
    if (value !== undefined) makeAt(object, ...way)[name] = value;
    else if (at(object, ...path) !== undefined) delete makeAt(object, ...way)[name];
  }
}
