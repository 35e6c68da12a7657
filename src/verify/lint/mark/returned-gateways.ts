import { printAddress } from '../../../address/address-text.js';
import { TABLE } from '../../../fib/route.js';
import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees } from './mark-use.js';
import { isInTime, isSetting } from './mark-words.js';
import { leadsBy, routesOf, SHORT } from '../networks.js';
import { tableOf } from '../policy/selectors.js';

/** Services that a mark leads to a host beside those who ask: what that host itself asks for is led back to it. */
export const returnedGateways: Check = (facts) =>
  facts.marks.writes.filter(isSetting).flatMap((write): readonly Finding[] => {
    const { at } = write;
    const { indev, protocol } = at.rule;
    if (indev === undefined || indev.inverted || protocol === undefined) return [];
    if (!at.hooks.includes('PREROUTING') || !isInTime(at.table, 'PREROUTING')) return [];
    if (translatesTo(facts, indev.name) || isForAnswers(facts, indev.name)) return [];
    const rule = facts.rules.find(
      (one) =>
        one.fwmark !== undefined &&
        !one.not &&
        agrees(write, one.fwmark) &&
        tableOf(one) !== undefined,
    );
    const route = routesOf(facts.namespace, facts.family, (rule && tableOf(rule)) ?? 0).find(
      (one) => one.dst.length <= SHORT && leadsBy(facts.namespace, one, indev.name),
    );
    const gateway = route?.nexthops[0]?.gateway;
    if (rule === undefined || route === undefined || gateway === undefined) return [];
    const { space } = facts.reach;
    const asks = space.diagram.all([
      facts.reach.of(at.rule).find(({ hook }) => hook === 'PREROUTING')?.held ?? FALSE,
      space.isDevice('iif', indev.name),
      facts.reach.isAddress('src', gateway),
      facts.reach.isAddress('dst', facts.far),
    ]);
    if (asks === FALSE) return [];
    const point = findPoint(space.diagram, asks, facts.family, 'received');
    const packet = packetAt(point, space.devices, facts.family, 'received');
    const { outcome } = facts.send({ ...packet, ttl: 64 });
    const host = printAddress(gateway);
    if (outcome.kind !== 'transmit' || outcome.gateway !== host) return [];
    return [
      makeFinding({
        kind: 'loop',
        ...facts.aboutChainRule(at),
        also: [rule.written, route.written, ...exceptionsBefore(facts, at)],
        text: `What ${host} itself asks for meets ${facts.sayChainRule(at)} too, and ${facts.sayRule(rule)} leads it back to ${host}: an exception for -s ${host} in front is missing`,
      }),
    ];
  });

/** Sources are translated on the device: it is a way to the internet, not a network of those who ask. */
function translatesTo({ chainRules }: Facts, device: string): boolean {
  return chainRules.some(
    ({ table, rule, hooks }) =>
      table === 'nat' && hooks.includes('POSTROUTING') && rule.outdev?.name === device,
  );
}

/** Marks are saved for the answers, or main leads out by the device: its gateway is the internet's, and asks for nothing there. */
function isForAnswers({ marks, namespace, family }: Facts, device: string): boolean {
  if (marks.writes.some(({ to, value }) => to === 'ctmark' && value === undefined)) return true;
  return routesOf(namespace, family, TABLE.main).some(
    (route) => route.dst.length <= SHORT && leadsBy(namespace, route, device),
  );
}

/** Rules of the same chain that spare a source. */
function exceptionsBefore({ chainRules }: Facts, at: ChainRule): readonly (string | undefined)[] {
  return chainRules
    .filter(
      ({ table, chain, number, rule }) =>
        table === at.table &&
        chain === at.chain &&
        number < at.number &&
        rule.src !== undefined &&
        rule.target.kind === 'verdict',
    )
    .map(({ rule }) => rule.written);
}
