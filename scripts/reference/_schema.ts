/** The part of JSON Schema that the schemas of this repository use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  /** A list of all types: any value. */
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  /** What holds where `if` does, and where it does not. */
  readonly then?: Schema;
  readonly else?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The name in `$defs` that a schema refers to. */
export function refName({ $ref }: Schema): string | undefined {
  return $ref?.replace(/^#\/\$defs\//, "");
}

/** Follows `$ref`; what is said beside it wins. Throws on a name that is not in `$defs`. */
export function resolve(root: Schema, schema: Schema): Schema {
  const name = refName(schema);
  if (name === undefined) return schema;
  const target = root.$defs?.[name];
  if (target === undefined) throw new Error(`The schema refers to \`${name}\`, which is not in its $defs.`);
  const { $ref: _, ...own } = schema;
  return { ...resolve(root, target), ...own };
}

/** Whether a definition is of enough parts to have a table of its own. */
export function isPart({ properties, oneOf }: Schema): boolean {
  return properties !== undefined || oneOf !== undefined;
}
