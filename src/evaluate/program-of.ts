import type { Family } from '../address/family.js';
import type { Namespace } from '../namespace/namespace.js';
import type { Traffic } from '../namespace/traffic/traffic.js';
import { lowerNamespace, type PathKind } from '../path/lower-namespace.js';
import type { Program } from '../program/program.js';

/** The programs of a namespace, by kind and family. */
const programs = new WeakMap<Namespace, Map<string, Program>>();

/** The program of a family in a namespace, lowered when it's first asked for. */
export function programOf(namespace: Namespace, family: Family, kind: PathKind = 'whole'): Program {
  let known = programs.get(namespace);
  if (known === undefined) {
    known = new Map();
    programs.set(namespace, known);
  }
  const key = `${kind} ${family}`;
  let program = known.get(key);
  if (program === undefined) {
    program = lowerNamespace(namespace, family, kind);
    known.set(key, program);
  }
  return program;
}

/** A namespace with other traces of traffic, and the same programs. */
export function withTraffic(namespace: Namespace, traffic: Traffic): Namespace {
  const after = namespace.set('traffic', traffic);
  sharePrograms(namespace, after);
  return after;
}

/** A namespace that differs from another only by its traffic has the same programs: they're not lowered again. */
export function sharePrograms(from: Namespace, to: Namespace): void {
  const known = programs.get(from);
  if (known !== undefined && !programs.has(to)) programs.set(to, known);
}
