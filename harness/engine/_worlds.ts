import type { EvaluationError, World } from "../model/index.ts";
import { type Answer, evaluationError } from "./_answer.ts";
import type { Names } from "./_names.ts";
import type { WorldProblems } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";

/** A world in an engine. `A` is what the engine answers when it is told of one. */
export interface KnownWorld<A extends WorldProblems = WorldProblems> {
  readonly handle: string;
  readonly answer: Promise<Answer<A>>;
  /** What the engine refuses in it. */
  readonly errors: Promise<readonly EvaluationError[]>;
}

const mostKept = 256;

/** What the `kube` engine is told of a world, as JSON text. Worlds of one content are one world. */
export const contentOf: (world: World) => string = contents(({ namespaces, objects, crds, rules, params }) => ({
  namespaces,
  objects,
  crds,
  rules,
  params,
}));

/** Writes what an engine is told of a world; of each world once. */
export function contents(told: (world: World) => object): (world: World) => string {
  const written = new WeakMap<World, string>();
  return (world) => {
    const known = written.get(world);
    if (known !== undefined) return known;
    const content = JSON.stringify(told(world));
    written.set(world, content);
    return content;
  };
}

/**
 * Worlds in an engine, one for each content. A handle is good for requests that are asked in the same tick: the one that was
 * longest unused is dropped when there are too many.
 */
export function openWorlds<A extends WorldProblems = WorldProblems>(
  engine: Pipeline,
  name: Names,
  content: (world: World) => string = contentOf,
): (world: World) => KnownWorld<A> {
  const known = new Map<string, KnownWorld<A>>();

  const make = (text: string): KnownWorld<A> => {
    const handle = name("world");
    const answer = engine.ask<A>("world", { as: handle, ...JSON.parse(text) }, { makes: handle });
    return {
      handle,
      answer,
      errors: answer.then((made) => {
        if (made.error !== undefined) known.delete(text);
        return problemsOf(made);
      }),
    };
  };

  return (world) => {
    const text = content(world);
    const found = known.get(text) ?? make(text);
    known.delete(text);
    known.set(text, found);
    if (known.size > mostKept) forgetOldest(engine, known);
    return found;
  };
}

function problemsOf(answer: Answer<WorldProblems>): readonly EvaluationError[] {
  if (answer.error !== undefined) return [evaluationError(answer.error, "bad-world")];
  return answer.ok.problems.map(({ message }) => ({ code: "bad-world", message }));
}

function forgetOldest(engine: Pipeline, known: Map<string, { readonly handle: string }>): void {
  const [content, { handle }] = known.entries().next().value as [string, { readonly handle: string }];
  known.delete(content);
  void engine.ask("drop", { handles: [handle] });
}
