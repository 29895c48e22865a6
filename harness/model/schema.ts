/** What the API server knows of the form of its objects, as the engine exports it from the server's own OpenAPI definitions. */
export interface Schema {
  readonly kinds: readonly KindSchema[];
  /** By the server's name of the type, such as `io.k8s.api.core.v1.PodSpec`. */
  readonly definitions: Readonly<Record<string, SchemaNode>>;
}

/** One kind that can be created, and where. */
export interface KindSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, as in paths: `pods`. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** Those that take an object on UPDATE, such as `ephemeralcontainers`, `status`, `scale`. */
  readonly subResources: readonly string[];
  /** Name of its type in {@link Schema.definitions}. */
  readonly definition: string;
}

/** The form of a value. Without `type` and `ref` it is any value. */
export interface SchemaNode {
  readonly type?: "string" | "integer" | "number" | "boolean" | "object" | "array";
  /** `int32`, `int64`, `byte`, `date-time`, `int-or-string`, `quantity`, … */
  readonly format?: string;
  /** Name of another definition that is this form. */
  readonly ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  /** Of an array. */
  readonly items?: SchemaNode;
  /** Of a map: the form of its values. */
  readonly additionalProperties?: SchemaNode;
  readonly enum?: readonly string[];
  /** Of a list that is a map: the keys that tell its items apart. */
  readonly listMapKeys?: readonly string[];
  readonly listType?: "atomic" | "map" | "set";
}
