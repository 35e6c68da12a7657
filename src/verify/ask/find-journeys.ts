import type { Machine } from '../../machine/machine.js';
import { FALSE } from '../engine/diagram.js';
import { followJourneys } from '../journey/follow-journeys.js';
import { journeyMeets } from '../journey/journey-meets.js';
import type { JourneyCondition } from '../property/journey-condition.js';
import type { Analysis } from './analysis.js';
import type { Found } from './found.js';

/** Follows packets to their ends through all namespaces, and finds those of which a claim is wrong, or not known. */
export function findJourneys(
  condition: JourneyCondition,
  machine: Machine,
  namespace: string,
  asked: Pick<Analysis, 'space' | 'namespace' | 'options'>,
): Found {
  const { space, options } = asked;
  const { family, direction, connections } = options;
  if (connections !== 'first') {
    throw new RangeError('connections: through several namespaces only first packets are followed');
  }
  const { diagram } = space;
  const possible = space.possible(asked.namespace, direction);
  const packets = options.packets === undefined ? possible : diagram.and(options.packets, possible);
  const followed = followJourneys(space, machine, namespace, { family, direction, packets });
  const { choices } = followed;
  const { no, unknown } = journeyMeets(diagram, condition, followed, packets);
  const found: Found = {
    analysis: { space, options, packets, choices },
    wrong: no,
    claimed: packets,
  };
  if (unknown === FALSE) return found;
  const notFollowed = followed.notFollowed.flatMap((one) =>
    diagram.meet(one.packets, unknown) ? [one.what] : [],
  );
  return { ...found, unknown: { packets: unknown, notFollowed: [...new Set(notFollowed)] } };
}
