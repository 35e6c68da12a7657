import type { Family } from '../address/family.js';
import type { Neighbour } from '../neighbour/neighbour.js';
import { readLearnedKey } from './traffic/learned-key.js';
import type { Namespace } from './namespace.js';
import type { LearnedNeighbour } from './traffic/traffic.js';

/**
 * Takes the neighbours of a device out, those that answer for others (`proxy`) included.
 *
 * @param all - the permanent ones too: the device went down; else it only lost its carrier. Source: `neigh_ifdown`, `neigh_carrier_down`.
 */
export function flushNeighbours(
  namespace: Namespace,
  family: Family,
  index: number,
  all: boolean,
): Namespace {
  const forgotten = withoutLearned(
    namespace,
    ({ dev, address }) => dev === index && address.family === family,
  );
  return forgotten.update('neighbours', (neighbours) =>
    neighbours.filter(
      (entry) =>
        entry.dev !== index ||
        entry.address.family !== family ||
        (!all && (entry.state === 'permanent' || entry.proxy)),
    ),
  );
}

/** What packets have taught of a neighbour, as an entry of the table. */
export function learnedEntry(key: string, { lladdr, answered }: LearnedNeighbour): Neighbour {
  return {
    ...readLearnedKey(key),
    state: answered ? 'reachable' : 'stale',
    lladdr,
    router: false,
    proxy: false,
    protocol: 0,
  };
}

/** A namespace that has forgotten neighbours that packets made known. */
export function withoutLearned(
  namespace: Namespace,
  isGone: (entry: Neighbour) => boolean,
): Namespace {
  const { traffic } = namespace;
  const learned = traffic.learned.filterNot((one, key) => isGone(learnedEntry(key, one)));
  return learned.size === traffic.learned.size
    ? namespace
    : namespace.set('traffic', traffic.set('learned', learned));
}
