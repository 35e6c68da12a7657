import type { Family } from '../address/family.js';
import type { Namespace } from './namespace.js';

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
  const { traffic } = namespace;
  const learned = traffic.learned.filter((_, key) => !key.startsWith(`${index} ${family} `));
  const forgotten =
    learned.size === traffic.learned.size
      ? namespace
      : namespace.set('traffic', traffic.set('learned', learned));
  return forgotten.update('neighbours', (neighbours) =>
    neighbours.filter(
      (entry) =>
        entry.dev !== index ||
        entry.address.family !== family ||
        (!all && (entry.state === 'permanent' || entry.proxy)),
    ),
  );
}
