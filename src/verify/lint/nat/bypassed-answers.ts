import { printAddress } from '../../../address/address-text.js';
import type { Packet } from '../../../packet/packet.js';
import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { sayStep } from '../reach/journey.js';

/** Forwarded connections that come in and leave by one device with the client's source: the answer bypasses this host. */
export const bypassedAnswers: Check = (facts) => {
  const { space } = facts.reach;
  const { diagram } = space;
  const changes = facts.chainRules.filter(
    ({ rule, hooks, table }) =>
      table === 'nat' && hooks.includes('PREROUTING') && rule.target.kind === 'extension',
  );
  const reported = new Set<string>();
  return changes.flatMap((at) =>
    facts.own.flatMap(({ address, device }): readonly Finding[] => {
      const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'PREROUTING')?.held ?? FALSE;
      const here = diagram.all([
        held,
        space.isDevice('iif', device),
        facts.reach.isAddress('dst', address),
        facts.reach.isAddress('src', facts.far),
      ]);
      if (here === FALSE) return [];
      const point = findPoint(diagram, here, facts.family, 'received');
      const packet = packetAt(point, space.devices, facts.family, 'received');
      const journey = facts.send({ ...packet, ttl: 64 });
      const { outcome, met } = journey;
      if (outcome.kind !== 'transmit' || outcome.dev !== device) return [];
      if (outcome.src !== printAddress(facts.far) || sameDestination(outcome.dst, packet))
        return [];
      const path = met.filter(({ table, chain }) => table === 'nat' && chain !== 'POSTROUTING');
      const named = path.findLast(({ text }) => /--dport|--dports/.test(text)) ?? path.at(-1);
      if (named === undefined || reported.has(named.text)) return [];
      reported.add(named.text);
      return [
        makeFinding({
          kind: 'missing-snat',
          family: facts.family,
          subject: named.text,
          written: named.written,
          also: path.map(({ written }) => written),
          text: `Connections to ${printAddress(address)} that ${sayStep(named)} takes go on to ${outcome.dst} by ${device}, by which they came, with the client's source: the answer goes to the client directly, from an address that it did not ask; they need SNAT or MASQUERADE`,
        }),
      ];
    }),
  );
};

function sameDestination(dst: string, packet: Packet): boolean {
  return dst === printAddress(packet.dst);
}
