import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";
import { casesIn } from "../../load/index.ts";
import {
  type Case,
  type Control,
  type Json,
  type ObjectSource,
  type Place,
  type Policy,
  placeText,
  type SourceFile,
} from "../../model/index.ts";
import { baseOf, freeNames } from "../_names.ts";
import { caseText, isPlain, manifestText, type TextOf } from "./_case-text.ts";

/** The files that a control becomes, and what of it they do not say. */
export interface ImportedControl {
  readonly id: string;
  /** Path of the suite that it came from. */
  readonly from: string;
  /** How many of its cases are in the files. */
  readonly cases: number;
  readonly files: readonly SourceFile[];
  /** A sentence each. */
  readonly unsaid: readonly string[];
}

/** Where files go, and what the repository says beside them. */
export interface Origin {
  /** Folder of the cases, with one folder per control. */
  readonly cases: string;
  /** Folder of a kind of policies; none where own words have no folder for them. */
  readonly folderOf: (policy: Policy) => string | undefined;
  /** How an object that a case has as a value was written. */
  readonly textOf: TextOf;
  /** The comment above a place. */
  readonly commentAt: (place: Place) => string;
}

/** A control under a name of its own, in the formats of docs/formats.md. */
export function importControl(control: Control, id: string, origin: Origin): ImportedControl {
  const from = control.cases[0]?.place.path ?? control.id;
  const homeless = control.policies.filter((policy) => origin.folderOf(policy) === undefined);
  if (homeless.length === control.policies.length) {
    const engines = [...new Set(homeless.map(({ engine }) => `\`${engine}\``))].join(", ");
    const what = `${from}: the ${control.cases.length} cases of \`${control.id}\``;
    return { id, from, cases: 0, files: [], unsaid: [`${what}: there is no folder for policies of ${engines}`] };
  }
  const files = policyFiles(control, id, origin);
  const writing = { ...origin, folder: `${origin.cases}/${id}`, free: freeNames([]) };
  const cases = control.cases.map((one) => caseFile({ ...one, control: id }, writing));
  return {
    id,
    from,
    cases: cases.filter(({ file }) => file !== undefined).length,
    files: [...files, ...cases.flatMap(({ file }) => file ?? [])],
    unsaid: cases.flatMap(({ unsaid }) => unsaid ?? []),
  };
}

// --- internal ---

function policyFiles({ policies }: Control, id: string, { folderOf }: Origin): readonly SourceFile[] {
  const files = new Map<string, SourceFile>();
  for (const policy of policies) {
    const folder = folderOf(policy);
    if (folder === undefined) continue;
    for (const [name, text] of namedSources(policy)) {
      const path = `${folder}/${id}/${name}`;
      files.set(path, { path, text });
    }
  }
  return [...files.values()];
}

/** The sources by names of their own. A file that gives several becomes one. */
function namedSources({ sources }: Policy): ReadonlyMap<string, string> {
  const free = freeNames([]);
  const texts = [...Map.groupBy(sources, ({ path }) => path)];
  return new Map(
    texts.map(([path, parts]) => {
      const extension = /\.[a-z]+$/.exec(path)?.[0] ?? ".yaml";
      const text = parts.map((part) => part.text.trim()).join("\n---\n");
      return [`${free([baseOf(path)])}${extension}`, `${text}\n`];
    }),
  );
}

interface Writing extends Origin {
  readonly folder: string;
  readonly free: (candidates: readonly string[]) => string;
}

interface WrittenCase {
  readonly file?: SourceFile;
  readonly unsaid?: string;
}

/** The case as a file that says the same: as a manifest where that is enough, with manifests as they were written where that reads the same. */
function caseFile(one: Case, { folder, free, textOf, commentAt }: Writing): WrittenCase {
  if (one.refused === true)
    return { unsaid: `${placeText(one.place)}: that policies are refused is nothing that a case can say` };
  const comment = commentAt(one.place);
  const name = free([one.name, "case"]);
  const tried = isPlain(one)
    ? { path: `${folder}/${one.expect.decision}/${name}.yaml`, text: comment + manifestText(one) }
    : { path: `${folder}/${name}.case.yaml`, text: comment + caseText(one, textOf) };
  const first = unsaidOf(one, tried);
  if (first === undefined) return { file: tried };
  const plainer = { path: `${folder}/${name}.case.yaml`, text: caseText(withoutText(one), () => undefined) };
  const second = unsaidOf(one, plainer);
  return second === undefined ? { file: plainer } : { unsaid: `${placeText(one.place)}: \`${one.name}\`: ${second}` };
}

/** What a file does not say of a case, or says otherwise. */
function unsaidOf(one: Case, file: SourceFile): string | undefined {
  const { cases, problems } = casesIn({ control: one.control, ...file });
  const [read] = cases;
  const [problem] = problems;
  if (problem !== undefined) return problem.message;
  if (read === undefined || cases.length > 1) return "it is no single case";
  const [wanted, got] = [meaning(one), meaning(read)];
  const differs = Object.keys({ ...wanted, ...got }).find((key) => !isDeepStrictEqual(wanted[key], got[key]));
  return differs === undefined ? undefined : `a case has no words for its \`${differs}\``;
}

/** All that a case says, whatever it is written in. */
function meaning({
  control: _,
  name: __,
  place: ___,
  request,
  ...rest
}: Case): Readonly<Record<string, Json | undefined>> {
  const { object, oldObject, ...asked } = request;
  const parts = { ...asked, object: jsonIn(object), oldObject: jsonIn(oldObject), ...rest };
  const text = JSON.stringify(parts, (key, value: unknown) => (key === "place" ? undefined : value));
  return JSON.parse(text) as Readonly<Record<string, Json>>;
}

function jsonIn(source: ObjectSource | undefined): Json | undefined {
  if (source === undefined) return undefined;
  return "json" in source ? source.json : (load(source.text) as Json);
}

function withoutText(one: Case): Case {
  const { object, oldObject, ...request } = one.request;
  const json = (source: ObjectSource | undefined): ObjectSource | undefined =>
    source === undefined || "json" in source ? source : { json: load(source.text) as never };
  const [now, before] = [json(object), json(oldObject)];
  return {
    ...one,
    request: {
      ...request,
      ...(now === undefined ? {} : { object: now }),
      ...(before === undefined ? {} : { oldObject: before }),
    },
  };
}
