import {
  type AliasEvent,
  COLLECTION_STYLE,
  type DocumentEvent,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from "js-yaml";

/** A node of a YAML document with its place in the text; offsets count UTF-16 units from the document's start. */
export interface YamlNode {
  readonly kind: "mapping" | "sequence" | "scalar" | "alias";
  readonly start: number;
  /** Behind a scalar's text; of no meaning for the other kinds. */
  readonly end: number;
  readonly flow: boolean;
  /** Index of the node's first event. */
  readonly from: number;
  /** Index of the event behind its last. */
  to: number;
  readonly entries: Entry[];
  readonly items: YamlNode[];
  /** Nodes in it when every alias is written out. */
  size: number;
  /** For an alias: what it stands for. */
  readonly target?: YamlNode;
}

/** A pair of a mapping; `key` is absent where it is no scalar. */
export interface Entry {
  readonly key?: string;
  readonly start: number;
  readonly value: YamlNode;
}

/** Something that makes a document unusable, and where. */
export interface Flaw {
  readonly flaw: string;
  readonly start: number;
}

type NodeEvent = MappingEvent | SequenceEvent | ScalarEvent | AliasEvent;

interface Builder {
  readonly source: string;
  readonly anchors: Map<string, YamlNode>;
  root: YamlNode | undefined;
  readonly open: {
    readonly node: YamlNode;
    readonly keys: Map<string, number>;
    key?: Omit<Entry, "value"> | undefined;
  }[];
}

/** Builds the tree of one document's events. Without recursion: only the parser bounds the depth. */
export function buildTree(events: readonly Event[], source: string): YamlNode | Flaw {
  const builder: Builder = { source, anchors: new Map(), open: [], root: undefined };
  for (const [index, event] of events.entries()) {
    const flaw = event.type === EVENT_ID.DOCUMENT ? secondDocument(events, index) : step(builder, event, index);
    if (flaw !== undefined) return flaw;
  }
  return builder.root ?? { flaw: "the document is empty", start: 0 };
}

function step(builder: Builder, event: Exclude<Event, DocumentEvent>, index: number): Flaw | undefined {
  if (event.type === EVENT_ID.POP) return close(builder, index);
  const node = event.type === EVENT_ID.ALIAS ? alias(builder, event, index) : fresh(builder, event, index);
  if ("flaw" in node) return node;
  const flaw = attach(builder, node, event);
  if (flaw !== undefined) return flaw;
  builder.root ??= node;
  if (node.kind === "mapping" || node.kind === "sequence") builder.open.push({ node, keys: new Map() });
  return undefined;
}

/** Whether `node` holds an alias whose meaning stands outside it: its text cannot be read alone. */
export function reachesOutside(node: YamlNode, from: number = node.from): boolean {
  if (node.target !== undefined) return node.target.from < from;
  return (
    node.items.some((item) => reachesOutside(item, from)) ||
    node.entries.some((entry) => reachesOutside(entry.value, from))
  );
}

/** The value of a mapping's key. */
export function entryOf(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.entries.find((entry) => entry.key === key)?.value;
}

/** Offset of what a path leads to: the key of a pair, the start of an item, or the nearest thing around it. */
export function startOf(root: YamlNode, segments: readonly string[]): number {
  let node = root;
  let start = root.start;
  for (const segment of segments) {
    const real = node.target ?? node;
    const entry = real.entries.find(({ key }) => key === segment);
    const next = entry?.value ?? real.items[Number(segment)];
    if (next === undefined) return start;
    start = entry?.start ?? next.start;
    node = next;
  }
  return start;
}

/** The node that a path leads to, aliases followed; `undefined` where it leads through a merge. */
export function nodeOf(root: YamlNode, keys: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const key of keys) {
    const real: YamlNode | undefined = node?.target ?? node;
    node = entryOf(real, key) ?? real?.items[Number(key)];
  }
  return node?.target ?? node;
}

function secondDocument(events: readonly Event[], index: number): Flaw | undefined {
  if (index === 0) return undefined;
  const last = events.slice(0, index).findLast((event) => event.type === EVENT_ID.SCALAR);
  return { flaw: "`...` ends the document, and kubectl drops what follows", start: last?.valueStart ?? 0 };
}

function fresh(builder: Builder, event: Exclude<NodeEvent, AliasEvent>, index: number): YamlNode {
  const scalar = event.type === EVENT_ID.SCALAR;
  const node: YamlNode = {
    kind: scalar ? "scalar" : event.type === EVENT_ID.MAPPING ? "mapping" : "sequence",
    start: scalar ? event.valueStart - (isQuoted(event) ? 1 : 0) : event.start,
    end: scalar ? event.valueEnd : event.start,
    flow: !scalar && event.style === COLLECTION_STYLE.FLOW,
    from: index,
    to: index + 1,
    entries: [],
    items: [],
    size: 1,
  };
  if (event.anchorStart >= 0) builder.anchors.set(builder.source.slice(event.anchorStart, event.anchorEnd), node);
  return node;
}

function isQuoted({ style }: ScalarEvent): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

function alias(builder: Builder, event: AliasEvent, index: number): YamlNode | Flaw {
  const name = builder.source.slice(event.anchorStart, event.anchorEnd);
  const target = builder.anchors.get(name);
  const start = event.anchorStart;
  if (target === undefined) return { flaw: `\`*${name}\` has no anchor \`&${name}\` before it`, start };
  if (builder.open.some(({ node }) => node === target)) return { flaw: `\`*${name}\` contains itself`, start };
  return {
    kind: "alias",
    start,
    end: event.anchorEnd,
    flow: true,
    from: index,
    to: index + 1,
    entries: [],
    items: [],
    size: target.size,
    target,
  };
}

function attach(builder: Builder, node: YamlNode, event: NodeEvent): Flaw | undefined {
  const parent = builder.open.at(-1);
  if (parent === undefined) return undefined;
  if (node.kind === "scalar" || node.kind === "alias") parent.node.size += node.size;
  if (parent.node.kind === "sequence") return void parent.node.items.push(node);
  if (parent.key === undefined) {
    if (node.kind === "mapping" || node.kind === "sequence") {
      return {
        flaw: "a key must be text, but this is a mapping or a list; a template must be rendered first",
        start: node.start,
      };
    }
    const key = event.type === EVENT_ID.SCALAR ? getScalarValue(builder.source, event) : undefined;
    parent.key = key === undefined ? { start: node.start } : { key, start: node.start };
    return key === undefined ? undefined : duplicate(parent.keys, key, node.start);
  }
  parent.node.entries.push({ ...parent.key, value: node });
  parent.key = undefined;
  return undefined;
}

function duplicate(keys: Map<string, number>, key: string, start: number): Flaw | undefined {
  if (keys.has(key)) return { flaw: `the key \`${key}\` is there twice`, start };
  keys.set(key, start);
  return undefined;
}

function close(builder: Builder, index: number): undefined {
  const closed = builder.open.pop()?.node;
  if (closed === undefined) return;
  closed.to = index + 1;
  const parent = builder.open.at(-1)?.node;
  if (parent !== undefined) parent.size += closed.size;
}
