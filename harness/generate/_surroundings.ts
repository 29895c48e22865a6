import type { Case, Json, JsonObject, Reads, Schema, User, World } from "../model/index.ts";
import type { Dice } from "./_dice.ts";
import { labelKey, labelValue } from "./_form.ts";
import { at, listOf } from "./_tree.ts";
import { ownWords } from "./_vocabulary.ts";

/** Worlds and users that requests are put into. Worlds are few, so that an engine sets each up once. */
export interface Surroundings {
  world(dice: Dice): World;
  user(dice: Dice): User | undefined;
  /** A namespace of the world that is told apart from others, where there is one. */
  namespace(world: World, dice: Dice): string | undefined;
}

export interface SurroundingsOptions {
  readonly schema: Schema;
  readonly reads?: Reads | undefined;
  readonly cases: readonly Case[];
  /** Instead of those of the cases. */
  readonly worlds?: readonly World[] | undefined;
}

export function surroundingsOf(options: SurroundingsOptions): Surroundings {
  const { reads, cases, worlds } = options;
  const ofCases = alike(cases.map(({ world }) => asOnServer(world)));
  const made = labelled(options);
  const users = usersOf(cases, reads);
  const asked = reads?.chains.some((chain) => chain.some((name) => userFields.has(name))) === true;
  return {
    world: (dice) => {
      if (worlds !== undefined && worlds.length > 0) return dice.one(worlds);
      if (made.length > 0 && dice.chance(0.15)) return dice.one(made);
      return ofCases.length === 0 || dice.chance(0.25) ? plainWorld : dice.one(ofCases);
    },
    user: (dice) => (dice.chance(asked ? 0.6 : 0.1) ? dice.one(users) : undefined),
    namespace: ({ namespaces = [] }, dice) => {
      const names = namespaces.map((one) => at(one, "metadata", "name")).filter((name) => typeof name === "string");
      return names.length > 0 && dice.chance(0.7) ? dice.one(names) : undefined;
    },
  };
}

// --- internal ---

const mostWorlds = 48;
const plainWorld: World = {};
const userFields = new Set(["userInfo", "username", "groups", "uid", "extra", "authorizer"]);
const plainUsers: readonly User[] = [
  { username: "dev", groups: ["devs", "system:authenticated"] },
  { username: "kubernetes-admin", groups: ["system:masters", "system:authenticated"] },
  { username: "system:serviceaccount:kube-system:default", groups: ["system:serviceaccounts", "system:authenticated"] },
  { username: "system:anonymous", groups: ["system:unauthenticated"] },
];

/** What a case asks of the harness alone is left out: generated objects are valid, and as the server has them. */
function asOnServer({ validate: _, raw: __, ...world }: World): World {
  return world;
}

function unlike<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** As often as they are there, but the first of each content for all of them, and of so many contents no more. */
function alike(all: readonly World[]): readonly World[] {
  const known = new Map<string, World>();
  return all.flatMap((world) => {
    const text = JSON.stringify(world);
    if (!known.has(text) && known.size < mostWorlds) known.set(text, world);
    return known.get(text) ?? [];
  });
}

/** Namespaces with labels that policies ask for, one with each value that they name. */
function labelled({ reads, schema }: SurroundingsOptions): readonly World[] {
  const { chains = [], strings = [] } = reads ?? {};
  const asked = chains.filter((chain) => chain.at(-2) === "labels").map((chain) => chain.at(-1) ?? "");
  const keys = [...asked, ...strings.filter((text) => text.includes(".") && text.includes("/"))];
  const values = ownWords(strings, schema).filter((text) => text.length < 30 && labelValue.fits?.test(text));
  const own = [...new Set(keys)].filter((key) => labelKey.fits?.test(key)).slice(0, mostKeys);
  return own.flatMap((key) => [...values.slice(0, mostValues), ""].map((value) => inNamespace({ [key]: value })));
}

const mostKeys = 4;
const mostValues = 6;

/** That of objects that name none. */
function inNamespace(labels: Readonly<Record<string, Json>>): World {
  return { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "default", labels } as JsonObject }] };
}

function usersOf(cases: readonly Case[], reads: Reads | undefined): readonly User[] {
  const ofCases = cases.flatMap(({ request: { user } }) => (user === undefined ? [] : [user]));
  const params = cases.flatMap(({ world }) =>
    Object.values(world.params ?? {}).flatMap((value) => listOf(value) ?? value),
  );
  const named = [...params, ...(reads?.strings ?? [])]
    .flatMap((text) => (typeof text === "string" ? text.split(",") : []))
    .filter((text) => /^[a-z0-9][-a-z0-9:.@]{1,60}$/i.test(text) && (text.includes(":") || !text.includes(".")))
    .slice(0, 12)
    .flatMap((username): readonly User[] => [{ username }, { username: "dev", groups: [username] }]);
  return unlike([...ofCases, ...plainUsers, ...named]);
}
