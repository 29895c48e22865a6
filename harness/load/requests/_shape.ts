import { isJsonObject, type Json, type JsonObject, type User } from "../../model/index.ts";

/** Reads members of an object of which another program says that they are there; what is not of the type is noted. */
export interface Shape {
  /** Absent, null and empty texts are no text. */
  text(key: string): string | undefined;
  mapping(key: string): JsonObject | undefined;
  flag(key: string): boolean | undefined;
  /** Three texts that name a kind or a resource. */
  names<K extends string>(key: string, third: K): Readonly<Record<"group" | "version" | K, string>> | undefined;
  user(key: string): User | undefined;
}

/** `flaws` gets what is not of its type, a sentence each. */
export function shapeOf(object: JsonObject, path: string, flaws: string[]): Shape {
  const of = <T extends Json>(key: string, what: string, is: (value: Json) => value is T): T | undefined => {
    const value = object[key];
    if (value === undefined || value === null) return undefined;
    if (is(value)) return value;
    flaws.push(`\`${path}${key}\` must be ${what}`);
    return undefined;
  };
  const mapping = (key: string): JsonObject | undefined => of(key, "a mapping", isJsonObject);
  return {
    text: (key) => of(key, "text", isText) || undefined,
    mapping,
    flag: (key) => of(key, "true or false", isFlag),
    names: (key, third) => {
      const value = mapping(key);
      if (value === undefined) return undefined;
      const inside = shapeOf(value, `${path}${key}.`, flaws);
      const texts = ["group", "version", third].map((name) => [name, inside.text(name) ?? ""]);
      return Object.fromEntries(texts) as Readonly<Record<"group" | "version" | typeof third, string>>;
    },
    user: (key) => userOf(mapping(key), `${path}${key}.`, flaws),
  };
}

// --- internal ---

function isText(value: Json): value is string {
  return typeof value === "string";
}

function isFlag(value: Json): value is boolean {
  return typeof value === "boolean";
}

function userOf(written: JsonObject | undefined, path: string, flaws: string[]): User | undefined {
  if (written === undefined) return undefined;
  const inside = shapeOf(written, path, flaws);
  const { groups, extra } = written;
  const [username, uid] = [inside.text("username"), inside.text("uid")];
  if (groups !== undefined && groups !== null && !areTexts(groups))
    flaws.push(`\`${path}groups\` must be a list of texts`);
  if (extra !== undefined && extra !== null && !areExtra(extra))
    flaws.push(`\`${path}extra\` must be a mapping of lists of texts`);
  return {
    ...(username === undefined ? {} : { username }),
    ...(uid === undefined ? {} : { uid }),
    ...(areTexts(groups) ? { groups } : {}),
    ...(areExtra(extra) ? { extra } : {}),
  };
}

function areTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function areExtra(value: Json | undefined): value is Readonly<Record<string, readonly string[]>> {
  return isJsonObject(value) && Object.values(value).every(areTexts);
}
