import { printAddress } from '../../../address/address-text.js';
import type { Packet } from '../../../packet/packet.js';
import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from '../mark/mark-use.js';
import { isInTime, isSetting } from '../mark/mark-words.js';
import { probe } from '../reach/probes.js';

/** Own packets that a mark sends out by another device than the one for which their source was chosen. */
export const strandedSources: Check = (facts) => {
  const routed = facts.marks.reads.filter(({ by, of }) => 'rule' in by && of === 'mark');
  const places = facts.marks.writes
    .filter(isSetting)
    .filter((write) => routed.some((read) => agrees(write, read)))
    .map(({ at }) => at)
    .filter(({ hooks, table }) => hooks.includes('OUTPUT') && isInTime(table, 'OUTPUT'));
  const reported = new Set<string>();
  return places.flatMap((at): readonly Finding[] => {
    const packet = ownPacketMeeting(facts, at);
    if (packet === undefined) return [];
    const { outcome, met, rule, table } = facts.send(packet);
    if (outcome.kind !== 'transmit' || outcome.src === null) return [];
    if (
      !met.some(
        ({ written, number, chain }) =>
          chain === at.chain && number === at.number && written === (at.rule.written ?? null),
      )
    )
      return [];
    const owner = facts.own.find(({ address }) => printAddress(address) === outcome.src);
    const other = facts.own.some(({ device }) => device === outcome.dev);
    if (owner === undefined || owner.device === outcome.dev || !other) return [];
    const key = `${at.chain} ${at.number}`;
    if (reported.has(key)) return [];
    reported.add(key);
    return [
      makeFinding({
        kind: 'missing-snat',
        ...facts.aboutChainRule(at),
        also: [rule?.written, table?.written],
        text: `Packets that ${facts.sayChainRule(at)} marks are routed again and leave by ${outcome.dev} with ${outcome.src}, an address of ${owner.device}: the second lookup keeps the source, and no SNAT or MASQUERADE meets them there`,
      }),
    ];
  });
};

/** A packet of an unbound socket to the internet that meets a rule of mangle OUTPUT; undefined when there is none. */
function ownPacketMeeting(facts: Facts, { rule }: ChainRule): Packet | undefined {
  const { space } = facts.reach;
  const { diagram } = space;
  const held = facts.reach.of(rule).find(({ hook }) => hook === 'OUTPUT')?.held ?? FALSE;
  if (held === FALSE) return undefined;
  const wishes = [
    space.isZero('uid'),
    space.isZero('mark'),
    facts.reach.isAddress('dst', facts.far),
    facts.reach.isRouted(facts.send(probe({ dst: facts.far })).outcome.dev),
  ];
  const chosen = wishes.reduce((left, wish) => {
    const both = diagram.and(left, wish);
    return both === FALSE ? left : both;
  }, held);
  const point = findPoint(diagram, chosen, facts.family, 'sent');
  const packet = packetAt(point, [], facts.family, 'sent');
  return { ...packet, ttl: 0, sport: undefined };
}
