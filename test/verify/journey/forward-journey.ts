import { Driver } from '../../../src/journey/driver.js';
import { isLost } from '../../../src/journey/hop.js';
import { keptAlive } from '../../../src/journey/kept-alive.js';
import { Sender } from '../../../src/journey/sender.js';
import type { Traveller } from '../../../src/journey/traveller.js';
import { namespaceOf, type Machine } from '../../../src/machine/machine.js';
import { linkByName } from '../../../src/namespace/namespace.js';
import type { Packet } from '../../../src/packet/packet.js';

/** A driver that follows a packet itself, in whatever tunnel it is, and nothing that it is answered by. */
class ForwardDriver extends Driver {
  override enter(traveller: Traveller): void {
    if (!isOther(traveller)) super.enter(traveller);
  }

  override setOut(traveller: Traveller): void {
    if (!isOther(traveller)) super.setOut(traveller);
  }
}

function isOther({ cause, sealed }: Traveller): boolean {
  return cause === 'reply' || cause === 'icmp-error' || sealed?.kind === 'initiation';
}

/** What a host sends to itself goes by lo, or by the VRF in whose domain it is, as what a VRF sends on does. */
export function staysHere(machine: Machine, namespace: string, dev: string): boolean {
  const link = linkByName(namespaceOf(machine, namespace), dev);
  return link?.kind === 'loopback' || link?.kind === 'vrf';
}

/** What happens to a packet on its way, in words: its drops, where it is delivered, and the devices that it leaves by. */
export function forwardJourney(
  machine: Machine,
  namespace: string,
  packet: Packet,
): ReadonlySet<string> {
  const driver = new ForwardDriver(
    keptAlive(machine),
    new Sender(namespace, packet),
    4096,
    undefined,
  );
  driver.enter({ namespace, packet, cause: 'sent', number: undefined });
  if (!driver.run()) throw new Error('a journey without an end');
  return new Set(
    driver.hops.flatMap((hop): readonly string[] => {
      // A reset that goes by a bridge's port is none that enters a namespace.
      if (hop.cause === 'reply' || hop.cause === 'icmp-error') return [];
      const where = hop.ns ?? '';
      if (isLost(hop)) {
        return [`drop ${where} ${hop.at.replace(/^neighbour \S+ dev/, 'neighbour dev')}`];
      }
      if (hop.kind === 'deliver') return [`deliver ${where} ${hop.dev}`];
      return staysHere(machine, where, hop.dev) ? [] : [`leave ${where} ${hop.dev}`];
    }),
  );
}
