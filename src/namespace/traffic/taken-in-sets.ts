import { Map } from 'immutable';
import { frozen } from '../../frozen.js';
import { takeInEntries } from '../../ipset/take-in-entries.js';
import type { Namespace } from '../namespace.js';

/** A namespace in whose sets of `ipset` stands what packets have made of them. */
export function withKeptEntries(namespace: Namespace): Namespace {
  const { traffic, sets } = namespace;
  if (traffic.setEntries.isEmpty()) return namespace;
  return namespace.merge({
    traffic: traffic.set('setEntries', Map()),
    sets: sets.map((set) => {
      const kept = set === undefined ? undefined : traffic.setEntries.get(set.name);
      return set === undefined || kept === undefined ? set : frozen(takeInEntries(set, kept));
    }),
  });
}
