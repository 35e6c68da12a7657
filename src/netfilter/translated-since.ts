import type { Family } from '../address/family.js';
import { tablesSeeing, type Netfilter } from './netfilter.js';

/** The field that has the number of the base chain with which translation was registered. */
const SINCE = { 4: 'natSince4', 6: 'natSince6' } as const;

/**
 * The number of the base chain of type nat with which translation was registered for a family, whether that chain is still there or not; undefined
 * when there is none. Source: `nf_nat_register_fn`.
 */
export function translatedSince(netfilter: Netfilter, family: Family): number | undefined {
  const first = firstOfNat(netfilter, family);
  return first === undefined ? undefined : (netfilter[SINCE[family]] ?? first);
}

/** Netfilter after a transaction: translation stays registered as it was while there is some chain of type nat. Source: `nf_nat_unregister_fn`. */
export function keepTranslation(before: Netfilter, after: Netfilter): Netfilter {
  return ([4, 6] as const).reduce((kept, family) => {
    const first = firstOfNat(after, family);
    const since = first === undefined ? undefined : translatedSince(before, family);
    return kept.set(SINCE[family], since ?? first);
  }, after);
}

function firstOfNat(netfilter: Netfilter, family: Family): number | undefined {
  let first: number | undefined;
  for (const { chains } of tablesSeeing(netfilter, family)) {
    for (const { base, id } of chains.values()) {
      if (base?.type === 'nat' && (first === undefined || id < first)) first = id;
    }
  }
  return first;
}
