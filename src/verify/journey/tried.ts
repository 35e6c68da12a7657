import type { Ended } from '../../journey/ended.js';
import type { Network } from '../../journey/network.js';
import { namespaceOf } from '../../machine/machine.js';
import type { Node } from '../engine/diagram.js';
import type { Leg } from './leg.js';
import { Probe } from './probe.js';
import { representativeOf } from './representative.js';
import { roamedSince, withRoamed, type Roamed } from './roamed.js';
import { SHOWN_MARK } from './shown-mark.js';
import type { Outcome, Part } from './outcome.js';

/** What happens to one of some packets where it is handed on. */
interface Tried {
  readonly probe: Probe;
  readonly packet: Ended['packet'];
  /** Where its frames have moved the entries of bridges, on all of its way. */
  readonly roamed: Roamed;
}

/**
 * Hands one of some packets on, and notes for all what happens to it there.
 *
 * @param taken - that it is not handed on but delivered, and what is in it goes on, which is in this itself
 */
export function tried(
  outcome: Outcome,
  part: Part,
  act: (network: Network, ended: Ended) => void,
  taken?: Pick<Leg, 'within'>,
): Tried {
  const { diagram, machine } = outcome;
  const { leg, registers, packets } = part;
  const namespace = namespaceOf(machine, leg.namespace);
  const { packet, ...ended } = representativeOf(diagram, namespace, leg.family, part);
  const probe = new Probe(withRoamed(machine, leg.roamed));
  // The mark is one that shows whether it stays.
  act(probe, { ...ended, packet: { ...packet, mark: SHOWN_MARK } });
  if (probe.loops) outcome.stop(packets, 'frames in a loop of bridges');
  const around = taken ?? leg;
  const sealed = isSealed(around);
  const wrapped = around.within !== undefined;
  for (const { namespace: where, hop } of probe.happened) {
    if (hop.kind === 'transmit' || hop.kind === 'bridge') {
      outcome.cross({ namespace: where, dev: hop.dev, packets, sealed });
    } else if (hop.kind === 'drop') {
      const at = placeFor(hop.at, part);
      outcome.end({
        family: leg.family,
        kind: 'drop',
        namespace: where,
        dev: hop.iif,
        at,
        packets,
        registers,
        wrapped,
      });
    }
  }
  const drops = probe.happened.some(({ hop }) => hop.kind === 'drop');
  if (taken === undefined && probe.entered.length === 0 && !drops) endLeft(outcome, part, packets);
  return { probe, packet, roamed: roamedSince(machine, probe.machine) };
}

/** The place of a drop, without the next hop where that is the destination of each packet. */
function placeFor(at: string, { gateway }: Part): string {
  if (gateway !== undefined) return at;
  return at.replace(/^neighbour \S+ dev/, 'neighbour dev');
}

/** Packets have left by a device behind which nothing is simulated. */
export function endLeft(
  outcome: Outcome,
  { leg, registers, link }: Pick<Part, 'leg' | 'registers' | 'link'>,
  packets: Node,
): void {
  const wrapped = leg.within !== undefined;
  const { namespace, family } = leg;
  outcome.end({
    kind: 'left',
    family,
    namespace,
    dev: link.name,
    at: null,
    packets,
    registers,
    wrapped,
  });
}

/** Whether packets are in an encrypted one, however deep. */
export function isSealed({ within }: Pick<Leg, 'within'>): boolean {
  return within !== undefined && (within.sealed !== undefined || isSealed(within));
}
