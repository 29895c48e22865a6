import type { Policy, SourceFile } from "../../harness/model/index.ts";

/** The policy with those modules of its library that it imports, or what it imports does: broken copies compile several times as fast. */
export function narrowed(policy: Policy): Policy {
  const byPackage = Map.groupBy(policy.library ?? [], packageOf);
  const needed = new Set<SourceFile>();
  const take = ({ text }: SourceFile): void => {
    const modules = [...text.matchAll(/^import data\.(\S+)/gm)].flatMap(([, name = ""]) => byPackage.get(name) ?? []);
    for (const module of modules.filter((one) => !needed.has(one))) {
      needed.add(module);
      take(module);
    }
  };
  for (const source of policy.sources) take(source);
  for (const module of [...needed].flatMap((one) => byPackage.get(packageOf(one)) ?? [])) needed.add(module);
  return { ...policy, library: [...needed] };
}

// --- internal ---

function packageOf({ text }: SourceFile): string {
  return /^package (\S+)/m.exec(text)?.[1] ?? "";
}
