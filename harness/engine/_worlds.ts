import type { EvaluationError, World } from "../model/index.ts";
import { type Answer, evaluationError } from "./_answer.ts";
import type { Names } from "./_names.ts";
import type { WorldProblems } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";

/** A world in the `kube` engine. */
export interface KnownWorld {
  readonly handle: string;
  /** What the API server refuses in it. */
  readonly errors: Promise<readonly EvaluationError[]>;
}

const mostKept = 256;
const contents = new WeakMap<World, string>();

/** What the engine is told of a world, as JSON text. Worlds of one content are one world. */
export function contentOf(world: World): string {
  const known = contents.get(world);
  if (known !== undefined) return known;
  const { namespaces, objects, crds, rules, params } = world;
  const content = JSON.stringify({ namespaces, objects, crds, rules, params });
  contents.set(world, content);
  return content;
}

/**
 * Worlds in the `kube` engine, one for each content. A handle is good for requests that are asked in the same tick: the one that was
 * longest unused is dropped when there are too many.
 */
export function openWorlds(kube: Pipeline, name: Names): (world: World) => KnownWorld {
  const known = new Map<string, KnownWorld>();

  const make = (content: string): KnownWorld => {
    const handle = name("world");
    const made = kube.ask<WorldProblems>("world", { as: handle, ...JSON.parse(content) }, { makes: handle });
    return {
      handle,
      errors: made.then((answer) => {
        if (answer.error !== undefined) known.delete(content);
        return problemsOf(answer);
      }),
    };
  };

  return (world) => {
    const content = contentOf(world);
    const found = known.get(content) ?? make(content);
    known.delete(content);
    known.set(content, found);
    if (known.size > mostKept) forgetOldest(kube, known);
    return found;
  };
}

function problemsOf(answer: Answer<WorldProblems>): readonly EvaluationError[] {
  if (answer.error !== undefined) return [evaluationError(answer.error, "bad-world")];
  return answer.ok.problems.map(({ message }) => ({ code: "bad-world", message }));
}

function forgetOldest(kube: Pipeline, known: Map<string, KnownWorld>): void {
  const [content, { handle }] = known.entries().next().value as [string, KnownWorld];
  known.delete(content);
  void kube.ask("drop", { handles: [handle] });
}
