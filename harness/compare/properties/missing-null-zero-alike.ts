import { type Change, isJsonObject, type Json, type JsonObject, type Property, type Trial } from "../../model/index.ts";
import { containerLists } from "./_containers.ts";
import { at, mapped, type Path, put } from "./_json.ts";
import { podPath } from "./_pods.ts";
import { objectOf, withBoth } from "./_trials.ts";

/** A field that is missing, null, or the zero that the API server leaves out. */
export const missingNullZeroAlike: Property = {
  id: "missing-null-zero-alike",
  about:
    "A field judges alike missing, null, and as the zero or empty value that says nothing; else `securityContext: null` or `hostPort: 0` gets around a rule, or breaks it.",
  relation: "same",
  *changes(trial) {
    const object = objectOf(trial);
    if (object === undefined) return;
    yield* nullsLeftOut(trial, object);
    for (const owner of ownersIn(object)) yield* saidOtherwise(trial, object, owner);
  },
};

// --- internal ---

/** What says nothing: what a field may be instead of missing. */
type Empties = Readonly<Record<string, readonly Json[]>>;

const ofSecurityContext: Empties = {
  seLinuxOptions: [null, {}],
  windowsOptions: [null, {}],
  seccompProfile: [null],
  appArmorProfile: [null],
  runAsNonRoot: [null],
  runAsUser: [null],
  runAsGroup: [null],
};

const ofPod: Empties = {
  hostNetwork: [null, false],
  hostPID: [null, false],
  hostIPC: [null, false],
  hostUsers: [null],
  securityContext: [null, {}],
  volumes: [null, []],
  initContainers: [null, []],
  os: [null],
  automountServiceAccountToken: [null],
};

const ofContainer: Empties = {
  securityContext: [null, {}],
  ports: [null, []],
  env: [null, []],
  volumeMounts: [null, []],
  livenessProbe: [null],
  readinessProbe: [null],
  startupProbe: [null],
  lifecycle: [null, {}],
};

const ofContainerSecurity: Empties = {
  ...ofSecurityContext,
  capabilities: [null, {}],
  privileged: [null],
  allowPrivilegeEscalation: [null],
  procMount: [null],
};

const ofMetadata: Empties = { labels: [null, {}], annotations: [null, {}] };

interface Owner {
  readonly path: Path;
  readonly empties: Empties;
}

function* nullsLeftOut(trial: Trial, object: JsonObject): Generator<Change> {
  const nulls: Path[] = [];
  mapped(object, (value, path) => {
    if (value === null && typeof path.at(-1) === "string") nulls.push(path);
    return value;
  });
  for (const path of nulls)
    yield { how: "a field that is null was left out", trial: whereIs(null, trial, path, undefined) };
}

function* saidOtherwise(trial: Trial, object: JsonObject, { path, empties }: Owner): Generator<Change> {
  for (const [key, values] of Object.entries(empties)) {
    const field = [...path, key];
    const now = at(object, field);
    const name = [...path.filter((step) => typeof step === "string"), key].slice(-2).join(".");
    if (now === undefined) {
      for (const value of values)
        yield {
          how: `${name} is ${JSON.stringify(value)} where it was missing`,
          trial: whereIs(undefined, trial, field, value),
        };
    } else if (now !== null && values.some((value) => JSON.stringify(value) === JSON.stringify(now))) {
      const how = `${name} is missing where it was ${JSON.stringify(now)}`;
      yield { how, trial: whereIs(now, trial, field, undefined) };
    }
  }
}

/** Before an update too, where the field was the same. */
function whereIs(now: Json | undefined, trial: Trial, field: Path, value: Json | undefined): Trial {
  const same = (one: JsonObject): boolean => JSON.stringify(at(one, field)) === JSON.stringify(now);
  return withBoth(trial, (one) => (same(one) ? put(one, field, value) : one));
}

/** The objects with fields that are known to mean nothing when they are empty. */
function ownersIn(object: JsonObject): readonly Owner[] {
  const metadata: Owner = { path: ["metadata"], empties: ofMetadata };
  const pod = podPath(object);
  if (pod === undefined) return [metadata];
  const spec = [...pod, "spec"];
  const containers = containerLists.flatMap((list) => placesOf(object, [...spec, list]));
  return [
    metadata,
    { path: spec, empties: ofPod },
    ...presentOnly(object, [{ path: [...spec, "securityContext"], empties: ofSecurityContext }]),
    ...containers.flatMap((path) => ownersInContainer(object, path)),
    ...placesOf(object, [...spec, "volumes"]).flatMap((path) => ownersInVolume(object, path)),
  ];
}

function ownersInContainer(object: JsonObject, path: Path): readonly Owner[] {
  const security = [...path, "securityContext"];
  return presentOnly(object, [
    { path, empties: ofContainer },
    { path: security, empties: ofContainerSecurity },
    { path: [...security, "seLinuxOptions"], empties: { type: [null, ""], user: [null, ""], role: [null, ""] } },
    { path: [...security, "capabilities"], empties: { add: [null, []], drop: [null, []] } },
    ...placesOf(object, [...path, "ports"]).map((port) => ({
      path: port,
      empties: { hostPort: [null, 0], hostIP: [null, ""] },
    })),
    ...["livenessProbe", "readinessProbe", "startupProbe"].flatMap((probe) => [
      { path: [...path, probe, "httpGet"], empties: { host: [null, ""] } },
      { path: [...path, probe, "tcpSocket"], empties: { host: [null, ""] } },
    ]),
    ...["postStart", "preStop"].map((hook) => ({
      path: [...path, "lifecycle", hook, "httpGet"],
      empties: { host: [null, ""] },
    })),
  ]);
}

function ownersInVolume(object: JsonObject, path: Path): readonly Owner[] {
  const tokens = placesOf(object, [...path, "projected", "sources"]).map((source) => ({
    path: [...source, "serviceAccountToken"],
    empties: { audience: [null, ""] },
  }));
  return presentOnly(object, [
    { path: [...path, "emptyDir"], empties: { medium: [null, ""], sizeLimit: [null] } },
    ...tokens,
  ]);
}

function presentOnly(object: JsonObject, owners: readonly Owner[]): readonly Owner[] {
  return owners.filter(({ path }) => isJsonObject(at(object, path)));
}

function placesOf(object: JsonObject, path: Path): readonly Path[] {
  const items = at(object, path);
  return Array.isArray(items) ? items.map((_, index) => [...path, index]) : [];
}
