import { FALSE, type Node } from '../engine/diagram.js';
import { findPoint } from '../find-point.js';
import { packetAt } from '../point.js';
import type { ChainRule } from './chain-rules.js';
import type { Check } from './check.js';
import type { Facts } from './facts.js';
import { makeFinding, type Finding } from './finding.js';
import { forwardsAnything } from './forwarding-off.js';
import { sayStep, type Journey } from './journey.js';

/** DNAT to a host to which the filter lets no new connection, wherever it comes from. */
export const droppedTranslations: Check = (facts) => {
  if (!forwardsAnything(facts)) return [];
  return facts.chainRules.flatMap((at): readonly Finding[] => {
    const { target } = at.rule;
    if (target.kind !== 'extension' || target.data.name !== 'DNAT') return [];
    if (!at.hooks.includes('PREROUTING')) return [];
    const journeys = journeysBy(facts, at);
    // Where nothing refuses what comes from outside, and nothing accepts it either, the same holds of what an inner rule lets through.
    const outside = journeys.filter(({ outside: far }) => far).map(({ journey }) => journey);
    const all = journeys.map(({ journey }) => journey);
    const lost = [all, outside].find(
      (some, index) =>
        some.length > 0 && some.every((one) => isDropped(one) && (index === 0 || isByPolicy(one))),
    );
    const first = lost?.[0];
    if (first === undefined) return [];
    const by = first.met.findLast(({ table, chain }) => table === 'filter' && chain !== 'INPUT');
    const policy = isByPolicy(first);
    const tool = facts.family === 4 ? 'iptables' : 'ip6tables';
    const who = policy
      ? `the policy of FORWARD (\`${tool} -P FORWARD DROP\`)`
      : by === undefined
        ? first.outcome.at
        : sayStep(by);
    return [
      makeFinding({
        kind: 'missing-accept',
        family: facts.family,
        subject: facts.describe.chainRule(at.rule, at.chain, facts.family),
        written: at.rule.written,
        also: policy ? [] : [by?.written],
        text: `Connections that ${facts.sayChainRule(at)} translates end at ${who}: nothing lets new ones through to ${first.outcome.dst}`,
      }),
    ];
  });
};

function isDropped({ outcome }: Journey): boolean {
  return outcome.kind === 'drop' && outcome.at.startsWith('filter FORWARD');
}

function isByPolicy({ outcome }: Journey): boolean {
  return outcome.at?.endsWith('policy') === true;
}

/** What becomes of packets that a DNAT takes: from the internet by each way out, and from each network inside. */
function journeysBy(
  facts: Facts,
  at: ChainRule,
): readonly { readonly journey: Journey; readonly outside: boolean }[] {
  const { space } = facts.reach;
  const { diagram } = space;
  const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'PREROUTING')?.held ?? FALSE;
  const from = (src: Facts['far'], device: string): Node =>
    diagram.all([
      held,
      space.isDevice('iif', device),
      facts.reach.isAddress('src', src),
      space.isZero('mark'),
    ]);
  const sources = [
    ...[...facts.uplinks].map((device) => ({ packets: from(facts.far, device), far: true })),
    ...facts.networks.map(({ host, device }) => ({ packets: from(host, device), far: false })),
  ];
  return sources.flatMap(({ packets, far }) => {
    const own = diagram.and(
      packets,
      diagram.any(facts.own.map(({ address }) => facts.reach.isAddress('dst', address))),
    );
    const some = own === FALSE ? packets : own;
    if (some === FALSE) return [];
    const point = findPoint(diagram, some, facts.family, 'received');
    const packet = packetAt(point, space.devices, facts.family, 'received');
    const journey = facts.send({ ...packet, ttl: 64 });
    const met = journey.met.some(
      ({ chain, number, table }) =>
        table === at.table && chain === at.chain && number === at.number,
    );
    return met ? [{ journey, outside: far && own !== FALSE }] : [];
  });
}
