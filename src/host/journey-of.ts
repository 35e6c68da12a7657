import { withinBounds, type Bounds } from '../bound.js';
import { runJourney, type Journey } from '../journey/journey.js';
import { verdictOf, type Verdict } from '../journey/attempt.js';
import type { Machine } from '../machine/machine.js';
import type { Missing } from '../machine/missing.js';
import type { Packet } from '../packet/packet.js';
import type { Host } from './host.js';
import { acceptedMissing, carryMissing } from './incomplete-host-error.js';

/** A journey, with the host as it leaves it. `host` is not enumerable. */
export type Journeyed = Journey & { readonly host: Host; readonly missing?: readonly Missing[] };

/** What came of a connection or a ping, with all that went forth and back. `host` is not enumerable. */
export type Attempt = Verdict & Journeyed;

/**
 * Follows a packet that a host sends to its end.
 *
 * @param makeHost - the host that a machine is afterwards
 */
export function journeyOf(
  host: Host,
  packet: Packet,
  makeHost: (machine: Machine) => Host,
  bounds?: Bounds,
): Journeyed {
  const missing = acceptedMissing(host.machine);
  const { journey, machine } = withinBounds(bounds, 'packets', 'the packet', () =>
    runJourney(host.machine, host.namespaceName, packet),
  );
  const after = makeHost(machine);
  return Object.freeze(
    Object.defineProperty({ ...carryMissing(journey, missing), host: after }, 'host', {
      enumerable: false,
    }),
  );
}

/** The same, as an attempt to reach somebody. */
export function attemptOf(journeyed: Journeyed): Attempt {
  const attempt = { ...verdictOf(journeyed), ...journeyed, host: journeyed.host };
  return Object.freeze(Object.defineProperty(attempt, 'host', { enumerable: false }));
}
