import { linkByName } from '../../../namespace/namespace.js';
import { forwarding, forwarding6 } from '../../../namespace/sysctl/sysctl.js';
import type { HookName } from '../../../netfilter/hook.js';
import { FALSE, type Node } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { onlyTells, targetChain, type ChainRule } from './chain-rules.js';
import { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { leadsBy, routesOf } from '../networks.js';
import {
  among,
  drops,
  followPath,
  mayComeBack,
  type PathReach,
  type Unfollowed,
  type Visit,
} from '../reach/path-reach.js';
import { partsOfRule, type RulePart } from '../reach/rule-parts.js';

/** Rules that packets could meet, were they to come there: the path leads none of those to them. */
export const rulesOffPath: Check = (facts) => {
  const back = mayComeBack(facts);
  const candidates = facts.chainRules.filter(
    (place) =>
      isCandidate(facts, place) &&
      !isMetOnReturn(facts, back, place.rule) &&
      !asksForDown(facts, place.rule),
  );
  if (candidates.length === 0) return [];
  const path = followPath(facts, new Set(candidates.map(({ rule }) => rule)));
  if (path === undefined) return [];
  if ('unknown' in path) return [unfollowed(facts, path.unknown.size)];
  const dead = candidates.filter(({ rule }) => !path.met.has(rule));
  const still = stillDead(facts, dead);
  if ('unknown' in still) return [unfollowed(facts, still.unknown.size)];
  return still.flatMap((place) => offPath(facts, path, place, still));
};

function unfollowed({ family }: Facts, rules: number): Finding {
  const path = `the path of IPv${family} packets`;
  return makeFinding({
    kind: 'not-followed',
    family,
    subject: path,
    text: `${path[0]?.toUpperCase()}${path.slice(1)} is too much to follow, so of ${rules} rule${rules === 1 ? '' : 's'} of chains it is not known whether it leads a packet to them: the absence of findings does not mean that they are fine`,
  });
}

/** The rule is for a device that is down now. */
function asksForDown({ namespace }: Facts, { indev, outdev }: ChainRule['rule']): boolean {
  return [indev, outdev].some((match) => {
    const link = namespace.links.find(({ name }) => name === match?.name);
    return link !== undefined && !(link.up && link.carrier);
  });
}

/** Those that no packet meets when a way out is down either: others are there for that day. */
function stillDead(facts: Facts, dead: readonly ChainRule[]): readonly ChainRule[] | Unfollowed {
  let left = dead;
  for (const device of facts.uplinks) {
    if (left.length === 0) return left;
    const without = new Facts(facts.withDown(device), facts.family, facts.bound);
    const path = followPath(without, new Set(left.map(({ rule }) => rule)));
    if (path !== undefined && 'unknown' in path) return path;
    left = path === undefined ? [] : left.filter(({ rule }) => !path.met.has(rule));
  }
  return left;
}

/** Rules of a chain to which something leads, and that its own table leaves some packet. */
function isCandidate(facts: Facts, { rule, hooks }: ChainRule): boolean {
  return hooks.length > 0 && facts.reach.of(rule).some(({ held }) => held !== FALSE);
}

/** Reports whether a packet that comes back in to its own host may meet a rule. */
function isMetOnReturn(facts: Facts, back: Node, rule: ChainRule['rule']): boolean {
  const { diagram } = facts.reach.space;
  return facts.reach
    .of(rule)
    .some(({ hook, held }) => RETURN.has(hook) && diagram.and(held, back) !== FALSE);
}

const RETURN: ReadonlySet<HookName> = new Set(['PREROUTING', 'INPUT', 'POSTROUTING']);

function offPath(
  facts: Facts,
  path: PathReach,
  place: ChainRule,
  dead: readonly ChainRule[],
): readonly Finding[] {
  const { rule, chain, hooks } = place;
  const [hook] = hooks;
  if (hook === undefined) return [];
  const visits = path.visits.get(rule) ?? [];
  const taker = takerOf(facts, path, place, hook);
  if (visits.length === 0) {
    // That nothing is forwarded is reported by itself; table nat sees nothing where nobody asks for connections.
    if (hook === 'FORWARD' || place.table === 'nat' || refusesAll(facts, place)) return [];
    const first = dead.find(
      (other) =>
        other.table === place.table && other.chain === chain && !path.visits.has(other.rule),
    );
    if (first !== place) return [];
    return [finding(facts, place, `no packet comes so far${sayTaker(facts, taker)}`, taker)];
  }
  const parts = partsOfRule(facts, rule, hook);
  const missing = missingParts(path, visits, parts);
  // What would refuse packets that never come is there for the day when they do; but an address may be asked for at the wrong hook.
  const [only] = missing.length === 1 ? missing : [];
  const misplaced = only?.name === 'dst' || only?.name === 'src';
  if (refusesAll(facts, place) && (!misplaced || taker !== undefined)) return [];
  const why =
    missing.length === 0
      ? 'no packet that comes to it meets it'
      : `no packet that comes to it has ${missing.map((part) => sayPart(facts, part, chain)).join(' ')}`;
  const advice = taker === undefined ? sayInstead(facts, only, hook) : sayTaker(facts, taker);
  return [finding(facts, place, `${why}${advice}`, taker)];
}

/** The first thing, or the first two, that no packet has which comes to a rule. */
function missingParts(
  path: PathReach,
  visits: readonly Visit[],
  parts: readonly RulePart[],
): readonly RulePart[] {
  const isMissing = (some: readonly RulePart[]): boolean =>
    visits.every(
      (visit) =>
        among(
          path,
          visit,
          some.map(({ when }) => when),
        ) === FALSE,
    );
  const pairs = parts.flatMap((one, index) =>
    parts.slice(index + 1).map((other): readonly RulePart[] => [one, other]),
  );
  return [...parts.map((part) => [part]), ...pairs].find((some) => isMissing(some)) ?? [];
}

function finding(
  facts: Facts,
  place: ChainRule,
  why: string,
  taker: ChainRule | undefined,
): Finding {
  const { rule, table, chain, number } = place;
  return makeFinding({
    kind: 'dead-chain-rule',
    ...facts.aboutChainRule({ rule, chain }),
    also: [taker?.rule.written],
    shadowedBy:
      taker === undefined ? [] : [facts.describe.chainRule(taker.rule, taker.chain, facts.family)],
    text: `Rule ${number} of ${table} ${chain} (${facts.sayChainRule(place)}) does nothing: ${why}`,
  });
}

function sayPart(facts: Facts, { alone }: RulePart, chain: string): string {
  return facts.describe.chainRule(alone, chain, facts.family).replace(`-A ${chain} `, '');
}

function sayTaker(facts: Facts, taker: ChainRule | undefined): string {
  return taker === undefined
    ? ''
    : `: ${facts.sayChainRule(taker)} of ${taker.table} ${taker.chain} drops them before`;
}

/** Where packets with an address go that the rule's hook never sees. */
function sayInstead(facts: Facts, missing: RulePart | undefined, hook: HookName): string {
  const device = missing?.alone.outdev;
  if (device?.inverted === false && !hasRoute(facts, device.name)) {
    return `: no route leads out by ${device.name}`;
  }
  const arriving = missing?.alone.indev;
  if (hook === 'FORWARD' && arriving?.inverted === false && !forwardsFrom(facts, arriving.name)) {
    return `: forwarding is off on ${arriving.name}`;
  }
  const match = missing?.name === 'dst' || missing?.name === 'src' ? missing.name : undefined;
  if (match === undefined || missing?.alone[match]?.inverted !== false) return '';
  if (match === 'dst' && hook === 'INPUT')
    return ': that is no address of this host, so packets for it go through FORWARD';
  if (match === 'dst' && hook === 'FORWARD')
    return ': packets for it are not forwarded, so they go through INPUT or nowhere';
  if (match === 'src' && hook === 'OUTPUT')
    return ': that is no address of this host, so packets from it go through FORWARD';
  return '';
}

function forwardsFrom({ namespace, family }: Facts, device: string): boolean {
  const link = linkByName(namespace, device);
  return link === undefined || (family === 4 ? forwarding : forwarding6)(namespace, link);
}

function hasRoute({ state, namespace, family }: Facts, device: string): boolean {
  return [...state.tables.keys()]
    .flatMap((id) => routesOf(namespace, family, id))
    .some((route) => leadsBy(namespace, route, device));
}

/** A rule before it on the path, of another table, that drops every packet which could meet it. */
function takerOf(
  facts: Facts,
  path: PathReach,
  place: ChainRule,
  hook: HookName,
): ChainRule | undefined {
  return facts.chainRules.find((other) => {
    const { rule, table } = other;
    if (!drops(rule) || table === place.table || !isBefore(other, hook)) return false;
    const asked = partsOfRule(facts, place.rule, hook)
      // At its hook the other rule can't see what is known only later.
      .filter(({ name }) => name !== 'outdev' || other.hooks.includes(hook))
      .map(({ when }) => when);
    const visits = path.visits.get(rule) ?? [];
    const taken = visits.map((visit) => {
      const wanted = among(path, visit, asked);
      return { wanted, left: path.space.diagram.minus(wanted, visit.held) };
    });
    return (
      taken.some(({ wanted }) => wanted !== FALSE) && taken.every(({ left }) => left === FALSE)
    );
  });
}

const ORDER: readonly HookName[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

function isBefore({ hooks }: ChainRule, hook: HookName): boolean {
  return hooks.some((other) => ORDER.indexOf(other) <= ORDER.indexOf(hook));
}

/** The rule drops what meets it, or leads to rules that do nothing else. */
function refusesAll(facts: Facts, { rule, table }: ChainRule): boolean {
  if (drops(rule)) return true;
  const next = targetChain(rule);
  if (next === undefined) return false;
  const inside = facts.chainRules.filter((other) => other.table === table && other.chain === next);
  return (
    inside.length > 0 && inside.every((other) => drops(other.rule) || changesNothing(other.rule))
  );
}

function changesNothing({ target }: ChainRule['rule']): boolean {
  return (
    target.kind === 'none' ||
    onlyTells(target) ||
    (target.kind === 'verdict' && target.verdict === 'RETURN')
  );
}
