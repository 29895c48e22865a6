import { selectCases } from "../compare/index.ts";
import { type Project, readRequests } from "../load/index.ts";
import {
  AssayError,
  type Case,
  type Control,
  type Place,
  placeText,
  type Request,
  type World,
} from "../model/index.ts";
import type { ExplainOptions } from "./_explain-options.ts";
import { insideRoot } from "./_paths.ts";

/** What is explained: one request, and the control whose policies judge it. */
export interface Target {
  readonly control: Control;
  readonly name: string;
  readonly place: Place;
  readonly request: Request;
  readonly world: World;
}

/**
 * Finds the requests that the user means: cases by name, by file, or requests of a file by all chosen controls.
 * @throws an AssayError where there is none, or more than one
 */
export async function targetsOf(
  what: string,
  { root, project }: { readonly root: string; readonly project: Project },
  options: ExplainOptions,
): Promise<readonly Target[]> {
  const { controls, problems } = selectCases(
    project.controls,
    options.control === undefined ? {} : { controls: options.control },
    project.ids,
  );
  const [unknown] = problems;
  if (unknown !== undefined)
    throw new AssayError("nothing-found", [unknown.message, unknown.hint].filter(Boolean).join("; "));
  const cases = what === "-" ? [] : casesCalled(controls, what, root);
  if (cases.length > 0) return [onlyOf(cases, what)];
  return ofRequests(what, root, { controls, options });
}

// --- internal ---

function casesCalled(controls: readonly Control[], what: string, root: string): readonly Target[] {
  const all = controls.flatMap((control) => control.cases.map((one) => targetOf(control, one)));
  const [path] = insideRoot(root, [what]).paths;
  const finders: readonly ((one: Target) => boolean)[] = [
    ({ place }) =>
      path !== undefined &&
      [place.path, placeText({ path: place.path, ...lineOf(place) }), placeText(place)].includes(path),
    ({ name }) => name === what,
    ({ name }) => name.includes(what),
  ];
  return finders.map((find) => all.filter(find)).find((found) => found.length > 0) ?? [];
}

function lineOf({ line }: Place): { readonly line?: number } {
  return line === undefined ? {} : { line };
}

function targetOf(control: Control, { name, place, request, world }: Case): Target {
  return { control, name, place, request, world };
}

async function ofRequests(
  what: string,
  root: string,
  { controls, options }: { readonly controls: readonly Control[]; readonly options: ExplainOptions },
): Promise<readonly Target[]> {
  const read = await readRequests(root, [what], { stdin: process.stdin });
  const [problem] = read.problems;
  if (problem !== undefined && read.requests.length === 0)
    throw new AssayError("nothing-found", `\`${what}\` is no case, and as a file of requests: ${problem.message}`);
  if (options.control === undefined)
    throw new AssayError("bad-usage", `\`${what}\` is no case: say with --control whose policies judge it`);
  const { name, place, request } = onlyOf(read.requests, what);
  return controls.map((control) => ({ control, name, place, request, world: read.world }));
}

const mostListed = 10;

function onlyOf<T extends { readonly name: string; readonly place: Place }>(found: readonly T[], what: string): T {
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const listed = found.slice(0, mostListed).map(({ name, place }) => `\n  ${placeText(place)}  ${name}`);
  const more = found.length > mostListed ? `\n  and ${found.length - mostListed} more` : "";
  throw new AssayError(
    "bad-usage",
    `\`${what}\` means ${found.length} requests; name one by its place or its whole name, or choose with --control:${listed.join("")}${more}`,
  );
}
