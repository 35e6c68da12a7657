import type { Check } from '../check.js';
import { listChainRules, type ChainRule } from './chain-rules.js';
import { FALSE } from '../../engine/diagram.js';
import { asksForEmptySet } from './empty-sets.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules of chains that no packet comes to or meets, and chains to which nothing leads. */
export const deadChainRules: Check = (facts) => [
  ...unusedChains(facts),
  ...facts.chainRules.flatMap((place) => deadRule(facts, place)),
];

function deadRule(facts: Facts, place: ChainRule): readonly Finding[] {
  const { family } = facts;
  const { rule, chain, table, number } = place;
  if (place.hooks.length === 0 || namesMissingDevice(facts, place)) return [];
  // That nothing is in a set is reported by itself.
  if (rule.matches.some((match) => asksForEmptySet(facts.namespace, match))) return [];
  // That no packet comes out of a tunnel of IPsec is the simulation's, not the host's.
  if (rule.matches.some(({ name }) => name === 'policy')) return [];
  const met = facts.reach.of(rule);
  if (met.some(({ held }) => held !== FALSE)) return [];
  const reached = met.some((at) => at.reached !== FALSE);
  const takers = reached ? [] : takersOf(facts, place);
  const because = reached
    ? 'no packet that comes to it meets it'
    : takers.length === 0
      ? `no packet comes so far in ${chain}`
      : `${takers.map((taker) => facts.sayChainRule(taker)).join(' and ')} before it take${takers.length === 1 ? 's' : ''} every packet`;
  const behind = reached ? undefined : firstUnreached(facts, place);
  // Of several rules in a row one is reported, with how many there are.
  if (behind !== undefined && behind !== number) return [];
  const also = reached ? [] : unreachedAfter(facts, place);
  const more =
    also.length === 0
      ? ''
      : ` (and neither ${also.length === 1 ? 'does the rule' : `do the ${also.length} rules`} behind it)`;
  const partial = reached ? takersByOverlap(facts, place) : [];
  const rival =
    partial.length === 0
      ? ''
      : `: ${partial.map((taker) => facts.sayChainRule(taker)).join(' and ')} before it take${partial.length === 1 ? 's' : ''} them`;
  return [
    makeFinding({
      kind: 'dead-chain-rule',
      ...facts.aboutChainRule({ rule, chain }),
      also: [...takers, ...partial, ...also].map((other) => other.rule.written),
      shadowedBy: [...takers, ...partial].map((taker) =>
        facts.describe.chainRule(taker.rule, chain, family),
      ),
      text: `Rule ${number} of ${table} ${chain} (${facts.sayChainRule(place)}) does nothing${more}: ${because}${rival}`,
    }),
  ];
}

function namesMissingDevice({ namespace }: Facts, { rule }: ChainRule): boolean {
  return [rule.indev, rule.outdev].some(
    (match) =>
      match !== undefined &&
      !match.inverted &&
      !namespace.links.some(({ name }) =>
        match.name.endsWith('+') ? name.startsWith(match.name.slice(0, -1)) : name === match.name,
      ),
  );
}

function siblings(facts: Facts, { table, chain }: ChainRule): readonly ChainRule[] {
  return facts.chainRules.filter((other) => other.table === table && other.chain === chain);
}

/** The last rule before it that leaves nothing to those after it. */
function takersOf(facts: Facts, place: ChainRule): readonly ChainRule[] {
  return siblings(facts, place)
    .slice(0, place.number - 1)
    .filter(
      (other) =>
        leavesChain(other) &&
        facts.reach
          .of(other.rule)
          .some(({ reached, held }) => reached !== FALSE && held === reached),
    );
}

/** Rules before it that take packets out of the chain which would meet it. */
function takersByOverlap(facts: Facts, place: ChainRule): readonly ChainRule[] {
  const { space } = facts.reach;
  const wanted = facts.reach.matching(place.rule);
  const overlapping = siblings(facts, place)
    .slice(0, place.number - 1)
    .filter(
      (other) =>
        leavesChain(other) &&
        facts.reach
          .of(other.rule)
          .some(({ hook, held }) => space.diagram.and(held, wanted.get(hook) ?? FALSE) !== FALSE),
    );
  // One that takes them all by itself is enough to report.
  const whole = overlapping.findLast((other) => {
    const taken = facts.reach.matching(other.rule);
    return [...wanted].every(
      ([hook, packets]) => space.diagram.minus(packets, taken.get(hook) ?? FALSE) === FALSE,
    );
  });
  return whole === undefined ? overlapping : [whole];
}

function leavesChain({ rule: { target } }: ChainRule): boolean {
  if (target.kind === 'extension')
    return ['REJECT', 'TPROXY', 'DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'NETMAP'].includes(
      target.data.name,
    );
  return target.kind === 'verdict' || target.kind === 'goto';
}

function isUnreached(facts: Facts, { rule }: ChainRule): boolean {
  return facts.reach.of(rule).every(({ reached }) => reached === FALSE);
}

function firstUnreached(facts: Facts, place: ChainRule): number | undefined {
  return siblings(facts, place).find((other) => isUnreached(facts, other))?.number;
}

function unreachedAfter(facts: Facts, place: ChainRule): readonly ChainRule[] {
  return siblings(facts, place)
    .slice(place.number)
    .filter((other) => isUnreached(facts, other));
}

function unusedChains(facts: Facts): readonly Finding[] {
  const { family } = facts;
  const orphans = listChainRules(facts.tables).filter(
    ({ hooks, number }) => hooks.length === 0 && number === 1,
  );
  return orphans.map(({ table, chain, rule }) =>
    makeFinding({
      kind: 'unused-chain',
      family,
      subject: `${table} ${chain}`,
      written: rule.written,
      text: `Nothing leads to chain ${chain} of ${table}, so its rules (the first is ${facts.sayChainRule({ rule, chain })}) do nothing`,
    }),
  );
}
