import { handOver } from '../../journey/hand-over/hand-over.js';
import type { Traveller } from '../../journey/traveller.js';
import type { LinkPlace } from '../../namespace/link.js';
import { ip6TunnelOf } from '../../namespace/link-kind/ip6tnl.js';
import { namespaceOf, type Machine } from '../../machine/machine.js';
import { existingLink } from '../../namespace/namespace.js';
import { inRange } from '../../predicate/predicate.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import type { Registers } from '../packets/packet-space.js';
import { conditionOf } from '../run/predicate-condition.js';
import { byFarEnd } from './by-far-end.js';
import type { Learned } from './leg.js';
import { wrappedRegisters } from './outer-registers.js';
import type { Roamed } from './roamed.js';
import { tried } from './tried.js';
import type { Outcome, Part } from './outcome.js';

/** Packets that are put into others by a tunnel of IP packets. */
export function handWrapped(outcome: Outcome, part: Part): void {
  const { diagram, machine } = outcome;
  const { link, gateway } = part;
  if (ip6TunnelOf(link)?.fwmark === 'inherit') {
    outcome.stop(part.packets, `routes of ${link.name} by the marks of what it carries`);
    return;
  }
  const alikes = byFarEnd(outcome, part).flatMap((packets) =>
    packets === FALSE ? [] : byLength(diagram, machine, { ...part, packets }),
  );
  for (const packets of alikes) {
    const alike = { ...part, packets };
    const { probe, packet, roamed } = tried(outcome, alike, (network, ended) => {
      handOver(network, ended, { link, iif: ended.packet.iif ?? null, gateway });
    });
    for (const made of probe.entered) {
      enterWrapped(outcome, alike, { made, length: packet.length, learned: [], roamed });
    }
  }
}

/** What a tunnel has made of one of some packets. */
interface Made {
  readonly made: Traveller;
  /** The length of that one. */
  readonly length: number;
  readonly learned: readonly Learned[];
  readonly roamed: Roamed;
}

/** Has the packets enter that a tunnel has put around others. */
export function enterWrapped(
  outcome: Outcome,
  { leg, packets, registers }: Part,
  { made, length, learned, roamed }: Made,
): void {
  const { wrapped } = made;
  if (wrapped === undefined) return;
  const { name } = existingLink(
    namespaceOf(outcome.machine, wrapped.by.namespace),
    wrapped.by.index,
  );
  // What they inherit hangs on packets that are deeper within.
  if (leg.within?.wrapped !== undefined) {
    outcome.stop(packets, `packets of tunnels in ${name}`);
    return;
  }
  const key = keyOf(wrapped.by);
  if (leg.packet.includes(key)) {
    outcome.stop(packets, `packets of ${name} that are put into ${name} again`);
    return;
  }
  outcome.enter({
    ...leg,
    family: made.packet.dst.family,
    namespace: made.namespace,
    arrives: false,
    path: made.path ?? 'whole',
    packets,
    registers: wrappedRegisters(outcome.diagram, outcome.machine, { made, length }, registers),
    socketless: made.socketless === true,
    bridged: undefined,
    packet: `${leg.packet}${key}`,
    within: { family: leg.family, registers, wrapped, packet: leg.packet, within: leg.within },
    learned: [...leg.learned, ...learned],
    roamed,
  });
}

/** What packets are called that a device puts others into. */
function keyOf({ namespace, index }: LinkPlace): string {
  return `${namespace}/${index} `;
}

/** Packets divided by which tunnels of the machine carry such long ones. */
export function byLength(
  diagram: Diagram,
  { namespaces }: Machine,
  { packets, registers }: { readonly packets: Node; readonly registers: Registers },
): readonly Node[] {
  const mtus = [...namespaces.values()].flatMap(({ links }) =>
    links
      .toArray()
      .filter(({ settings: { kind } }) => WRAPPING.has(kind))
      .map(({ mtuBytes }) => mtuBytes),
  );
  return [...new Set(mtus)].reduce<readonly Node[]>(
    (parts, mtu) => {
      const fits = conditionOf(diagram, inRange('length', 0, mtu), registers);
      return parts
        .flatMap((part) => [diagram.and(part, fits), diagram.minus(part, fits)])
        .filter((part) => part !== FALSE);
    },
    [packets],
  );
}

const WRAPPING: ReadonlySet<string> = new Set(['tunnel', 'ip6tnl', 'overlay']);
