import type { Family } from '../address/family.js';
import type { Namespace } from '../namespace/namespace.js';
import { lowerNamespace } from '../path/lower-namespace.js';
import type { Program } from '../program/program.js';

const programs: Readonly<Record<Family, WeakMap<Namespace, Program>>> = {
  4: new WeakMap(),
  6: new WeakMap(),
};

/** The program of a family in a namespace, lowered when it's first asked for. */
export function programOf(namespace: Namespace, family: Family): Program {
  let program = programs[family].get(namespace);
  if (program === undefined) {
    program = lowerNamespace(namespace, family);
    programs[family].set(namespace, program);
  }
  return program;
}

/** A namespace that differs from another only by its traffic has the same programs: they're not lowered again. */
export function sharePrograms(from: Namespace, to: Namespace): void {
  for (const family of [4, 6] as const) {
    const program = programs[family].get(from);
    if (program !== undefined) programs[family].set(to, program);
  }
}
