import { isInSet, type SetQuestion } from '../../ipset/set-predicate.js';
import { findSet } from '../../namespace/ip-sets.js';
import type { Namespace } from '../../namespace/namespace.js';
import { NEVER, type Predicate } from '../../predicate/predicate.js';
import { deviceNamed } from '../device.js';

/** Holds for packets of a family that are in the set of a name; never when there is none. */
export function inSet(
  namespace: Namespace,
  name: string,
  asked: Pick<SetQuestion, 'family' | 'sides' | 'exceptions'>,
): Predicate {
  const set = findSet(namespace, name);
  if (set === undefined) return NEVER;
  return isInSet(set, {
    ...asked,
    findSet: (other) => findSet(namespace, other),
    deviceIs: (field, device) => deviceNamed(namespace, field, device),
  });
}
