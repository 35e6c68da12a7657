import { withinBounds, type Bounds } from '../bound.js';
import { runJourney, type Journey } from '../journey/journey.js';
import type { Machine } from '../machine/machine.js';
import type { Missing } from '../machine/missing.js';
import type { Packet } from '../packet/packet.js';
import type { Host } from './host.js';
import { acceptedMissing, carryMissing } from './incomplete-host-error.js';

/** A journey, with the host as it leaves it. `host` is not enumerable. */
export type Journeyed = Journey & { readonly host: Host; readonly missing?: readonly Missing[] };

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
