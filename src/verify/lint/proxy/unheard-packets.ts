import type { Address } from '../../../address/address.js';
import { programOf } from '../../../evaluate/program-of.js';
import { sendPacket } from '../../../evaluate/send-packet.js';
import { Host } from '../../../host/host.js';
import type { Outcome } from '../../../host/outcome.js';
import { withNamespace } from '../../../machine/machine.js';
import type { Namespace } from '../../../namespace/namespace.js';
import type { NetfilterRule } from '../../../netfilter/rule.js';
import type { Packet } from '../../../packet/packet.js';
import { UNHEARD } from '../../../netfilter/given-socket.js';
import { addressIs } from '../../../predicate/address-predicate.js';
import type { Place } from '../../../program/place.js';
import type { Step } from '../../../program/step.js';
import { analyse } from '../../ask/analysis.js';
import { withCodedFields } from '../../atoms/with-coded-fields.js';
import { boundedDiagram } from '../../engine/bounded.js';
import { DiagramFull, FALSE, TRUE, type Node } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { PacketSpace } from '../../packets/packet-space.js';
import { packetAt } from '../../packets/point.js';
import { conditionOf } from '../../run/predicate-condition.js';
import type { Facts } from '../facts.js';
import { MOST_NODES, MOST_STATES } from '../reach/path-reach.js';

/** A packet for which a rule finds no socket, and what becomes of it. */
export interface Unheard {
  readonly packet: Packet;
  readonly outcome: Outcome;
}

/** A rule that gives packets to a socket, and where it stands as a drop names it. */
export interface ProxyRule {
  readonly rule: NetfilterRule;
  readonly table: string;
  readonly chain: string;
  /** From 1. */
  readonly number: number;
}

/**
 * For each rule a received packet for which it finds no socket, of those that are stated to listen, and no other rule does: the first of its
 * connection, from a network inside to the internet if there is such a one. Rules that find one for every packet have none.
 *
 * @throws DiagramFull when the path is too much to follow
 */
export function unheardPackets(
  facts: Facts,
  proxies: readonly ProxyRule[],
): ReadonlyMap<NetfilterRule, Unheard> {
  const { family, bound } = facts;
  const stated = withStatedSockets(facts);
  const { namespace } = stated;
  const rules = new Set(proxies.map(({ rule }) => rule));
  const base = new PacketSpace([namespace], undefined, boundedDiagram(bound, MOST_NODES));
  const { diagram, devices } = base;
  const registers = base.registers(namespace, 'received');
  const isAddress = (field: 'src' | 'dst', address: Address): Node =>
    conditionOf(diagram, addressIs(field, address), registers);
  const isFar = isAddress('dst', facts.far);
  const common = facts.networks.map(({ host, device }) =>
    diagram.all([isAddress('src', host), base.isDevice('iif', device), isFar]),
  );
  const connections = 'first';
  return withCodedFields(base, [namespace], family, connections, (space, fields, comparing) => {
    const unheard = new Map<NetfilterRule, Node[]>();
    const keep = (rule: NetfilterRule, packets: Node): void => {
      const before = unheard.get(rule);
      if (before === undefined) unheard.set(rule, [packets]);
      else before.push(packets);
    };
    let states = 0;
    const { arrivals } = analyse(space, namespace, {
      family,
      direction: 'received',
      connections,
      program: programOf(namespace, family),
      comparing,
      observed: 'nothing',
      seen: (_id, step, packets) => {
        if (++states > MOST_STATES) throw new DiagramFull();
        const rule = ruleEnded(step);
        if (rule !== undefined && rules.has(rule)) keep(rule, packets);
      },
    });
    for (const { state, step } of arrivals) {
      const { ending } = step;
      const rule = ending.kind === 'drop' && proxies.find((proxy) => isAt(ending.at, proxy))?.rule;
      if (rule) keep(rule, state.packets);
    }
    const found = new Map<NetfilterRule, Unheard>();
    for (const [rule, parts] of unheard) {
      for (const part of parts) {
        const packets = fields.decode(part);
        const preferred = [...common, TRUE]
          .map((condition) => diagram.and(packets, condition))
          .find((some) => some !== FALSE);
        const point = findPoint(diagram, preferred ?? packets, family, 'received');
        const packet = packetAt(point, devices, family, 'received');
        if (isHeard(namespace, packet)) continue;
        found.set(rule, { packet, outcome: stated.send(packet) });
        break;
      }
    }
    return found;
  });
}

/** The host with those sockets alone that are stated. */
function withStatedSockets({ host: { machine, namespaceName }, namespace }: Facts): Host {
  const quiet = namespace.set('anySocket', false);
  return Host.fromMachine(withNamespace(machine, namespaceName, quiet), namespaceName);
}

/** The rule of nft that ends at a step since no socket is there. */
function ruleEnded({ note }: Step): NetfilterRule | undefined {
  return note?.kind === 'chain-rule' && note.parts.includes(UNHEARD) ? note.rule : undefined;
}

function isAt(place: Place, { table, chain, number }: ProxyRule): boolean {
  return (
    place.kind === 'rule' &&
    place.table === table &&
    place.chain === chain &&
    place.number === number
  );
}

function isHeard(namespace: Namespace, packet: Packet): boolean {
  return sendPacket(namespace, packet).evaluation.registers.socket !== 0;
}
