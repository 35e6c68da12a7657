import type { Namespace } from '../namespace/namespace.js';
import { lowerNamespace } from '../path/lower-namespace.js';
import type { Program } from '../program/program.js';

const programs = new WeakMap<Namespace, Program>();

/** The program of a namespace, lowered when it's first asked for. */
export function programOf(namespace: Namespace): Program {
  let program = programs.get(namespace);
  if (program === undefined) {
    program = lowerNamespace(namespace);
    programs.set(namespace, program);
  }
  return program;
}

/** A namespace that differs from another only by its traffic has the same program: it's not lowered again. */
export function shareProgram(from: Namespace, to: Namespace): void {
  const program = programs.get(from);
  if (program !== undefined) programs.set(to, program);
}
