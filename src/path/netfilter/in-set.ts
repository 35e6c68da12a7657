import { assertNever } from '../../assert-never.js';
import { isInSet, type SetQuestion } from '../../ipset/set-predicate.js';
import { isSettled } from '../../ipset/is-settled.js';
import { findSet } from '../../namespace/ip-sets.js';
import { HARDWARE } from '../../namespace/link-kind/kind-traits.js';
import { traitsOf } from '../../namespace/link-kind/link-kinds.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { ChainHook } from '../../netfilter/base-chain.js';
import type { SetPresence, SetView } from '../../netfilter/set-lookup.js';
import { all, NEVER, type Predicate } from '../../predicate/predicate.js';
import { deviceNamed, deviceWhere } from '../device.js';

const NOBODY: SetPresence = { least: NEVER, listed: NEVER, most: NEVER };

/** Which packets of a family are in the set of a name; none when there is none. */
export function inSet(
  namespace: Namespace,
  name: string,
  asked: Pick<SetQuestion, 'family' | 'sides' | 'exceptions' | 'asks' | 'hasFrame'>,
): SetPresence {
  const set = findSet(namespace, name);
  if (set === undefined) return NOBODY;
  const find = (other: string): ReturnType<typeof findSet> => findSet(namespace, other);
  const seen = (view: SetView): Predicate =>
    isInSet(set, {
      ...asked,
      view,
      findSet: find,
      deviceIs: (field, device) => deviceNamed(namespace, field, device),
    });
  const listed = seen('listed');
  if (isSettled(set, asked.asks, find)) return { least: listed, listed, most: listed };
  return { least: seen('least'), listed, most: seen('most') };
}

/** Holds for packets with a frame of link-layer addresses: those that came in one, and in POSTROUTING leave in one. Source: the `kadt` functions of the types. */
export function hasFrame(namespace: Namespace, hook: ChainHook): Predicate {
  const ethernet = (field: 'iif' | 'indev' | 'outdev'): Predicate =>
    deviceWhere(namespace, field, (link) => traitsOf(link.kind).hardware === HARDWARE.ether);
  switch (hook) {
    case 'OUTPUT':
      return NEVER;
    case 'POSTROUTING':
      return all([ethernet('iif'), ethernet('outdev')]);
    case 'PREROUTING':
    case 'INPUT':
    case 'FORWARD':
    case 'INGRESS':
    case 'EGRESS':
      return ethernet('indev');
    default:
      return assertNever(hook);
  }
}
