import type { Address } from '../../../address/address.js';
import { prefixContains } from '../../../address/prefix.js';
import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { forwardsAnything } from '../chain/forwarding-off.js';
import { sayStep, type Journey } from '../reach/journey.js';
import { drops } from '../reach/path-reach.js';

/** DNAT to a host to which the filter lets no new connection, wherever it comes from. */
export const droppedTranslations: Check = (facts) => {
  if (!forwardsAnything(facts)) return [];
  return facts.chainRules.flatMap((at): readonly Finding[] => {
    const { target } = at.rule;
    if (target.kind !== 'extension' || target.data.name !== 'DNAT') return [];
    if (!at.hooks.includes('PREROUTING')) return [];
    const first = dropOf(facts, at);
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
        ...facts.aboutChainRule(at),
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

/** What becomes of a packet that a DNAT takes, when those from the internet by each way out and from each network inside are dropped. */
function dropOf(facts: Facts, at: ChainRule): Journey | undefined {
  const { space } = facts.reach;
  const { diagram } = space;
  const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'PREROUTING')?.held ?? FALSE;
  const sources = [
    ...[...facts.uplinks].map((device) => ({ host: facts.far, device })),
    ...facts.networks,
    ...namedSources(facts).flatMap((host) =>
      [...facts.uplinks].map((device) => ({ host, device })),
    ),
  ];
  const ours = diagram.any(facts.own.map(({ address }) => facts.reach.isAddress('dst', address)));
  let first: Journey | undefined;
  for (const { host, device } of sources) {
    const packets = diagram.all([
      held,
      space.isDevice('iif', device),
      facts.reach.isAddress('src', host),
      space.isZero('mark'),
    ]);
    if (packets === FALSE) continue;
    const own = diagram.and(packets, ours);
    const point = findPoint(diagram, own === FALSE ? packets : own, facts.family, 'received');
    const packet = packetAt(point, space.devices, facts.family, 'received');
    const journey = facts.send({ ...packet, ttl: 64 });
    if (!isMet(journey, at)) continue;
    if (!isDropped(journey)) return undefined;
    first ??= journey;
  }
  return first;
}

/** Addresses elsewhere of which the filter asks, one for each rule: to some of them alone a service may be open. */
function namedSources(facts: Facts): readonly Address[] {
  const { diagram, devices } = facts.reach.space;
  return facts.chainRules.flatMap(({ rule, table, hooks }): readonly Address[] => {
    if (table !== 'filter' || !hooks.includes('FORWARD') || drops(rule)) return [];
    if (rule.src === undefined && !rule.matches.some(({ name }) => name === 'set')) return [];
    const held = facts.reach.of(rule).find(({ hook }) => hook === 'FORWARD')?.held ?? FALSE;
    if (held === FALSE) return [];
    const { src } = packetAt(
      findPoint(diagram, held, facts.family, 'received'),
      devices,
      facts.family,
      'received',
    );
    if (src === undefined) return [];
    return facts.networks.some(({ prefix }) => prefixContains(prefix, src)) ? [] : [src];
  });
}

function isMet({ met }: Journey, { table, chain, number }: ChainRule): boolean {
  return met.some((step) => step.table === table && step.chain === chain && step.number === number);
}
