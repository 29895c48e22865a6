import type { Arbitrary } from "fast-check";
import type { JsonObject, Reads, Schema } from "../model/index.ts";
import { Drawn } from "./_drawn.ts";
import { kindNamed, type Maker, openMaker } from "./_maker.ts";
import { smallerOf } from "./trials.ts";

export interface ObjectsOptions {
  readonly schema: Schema;
  /** What policies look at, where generation is to lean to it. */
  readonly reads?: Reads;
  /** Objects whose values are drawn again, such as those of golden cases. */
  readonly seeds?: readonly JsonObject[];
}

/** Objects of the kind that the API server takes, as fast-check draws and shrinks values. */
export function objects(options: ObjectsOptions, kind: string): Arbitrary<JsonObject> {
  const found = kindNamed(options.schema, kind);
  if (found === undefined)
    throw new TypeError(`no kind \`${kind}\` in the schema; a kind is named as in a manifest, such as \`Pod\``);
  const maker = openMaker(options);
  return new Drawn(
    (dice) => maker.draw(found, dice),
    (object) => smallerObjects(maker, object),
  );
}

// --- internal ---

function* smallerObjects(maker: Maker, object: JsonObject): Generator<JsonObject> {
  for (const { request } of smallerOf(maker, {
    request: { operation: "CREATE", object: { json: object } },
    world: {},
  })) {
    const { json } = request.object as { readonly json: JsonObject };
    if (json["kind"] === object["kind"]) yield json;
  }
}
