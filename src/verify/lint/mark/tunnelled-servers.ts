import type { Address } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { TABLE } from '../../../fib/route.js';
import { FALSE } from '../../engine/diagram.js';
import { findPoint } from '../../packets/find-point.js';
import { packetAt } from '../../packets/point.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import type { Facts } from '../facts.js';
import { sayStep } from '../reach/journey.js';
import { agrees } from './mark-use.js';
import { isSetting } from './mark-words.js';
import { leadsBy, routesOf, SHORT } from '../networks.js';

/** A tunnel's own packets go beside it by a mark which no rule sets: that is for its socket to do. */
function goesBeside(facts: Facts, to: Address, device: string): boolean {
  const { rules, marks } = facts;
  return rules.some(({ fwmark }) => {
    if (fwmark === undefined || fwmark.value === 0) return false;
    if (marks.writes.some((write) => isSetting(write) && agrees(write, fwmark))) return false;
    const out = facts.route({ to, mark: fwmark.value });
    return out !== undefined && out.device !== device;
  });
}

/** A server that the filter lets out beside the tunnel, and that the routes lead into the tunnel. */
export const tunnelledServers: Check = (facts) => {
  const { family } = facts;
  const outputs = facts.chainRules.filter(
    ({ table, hooks, rule: { target } }) =>
      table === 'filter' &&
      hooks.includes('OUTPUT') &&
      target.kind === 'verdict' &&
      target.verdict === 'ACCEPT',
  );
  const tunnels = outputs.filter(
    ({ rule: { outdev } }) => outdev !== undefined && !outdev.inverted,
  );
  return outputs.flatMap((at): readonly Finding[] => {
    const { dst, outdev } = at.rule;
    if (dst === undefined || dst.inverted || outdev?.inverted === true) return [];
    if (dst.mask.some((word) => word !== 0xffffffff)) return [];
    const { space } = facts.reach;
    const held = facts.reach.matching(at.rule).get('OUTPUT') ?? FALSE;
    if (held === FALSE) return [];
    const plain = [space.isZero('uid'), space.isZero('mark')].reduce((left, wish) => {
      const both = space.diagram.and(left, wish);
      return both === FALSE ? left : both;
    }, held);
    const found = packetAt(findPoint(space.diagram, plain, family, 'sent'), [], family, 'sent');
    const { outcome, table } = facts.send({ ...found, ttl: 0, sport: undefined });
    const into = tunnels.find(
      ({ rule }) => rule.outdev?.name === outcome.dev && outcome.dev !== 'lo',
    );
    if (into === undefined || outcome.dev === null || outdev?.name === outcome.dev) return [];
    if (goesBeside(facts, dst.address, outcome.dev)) return [];
    const route = table?.written ?? null;
    const halves = routesOf(facts.namespace, family, TABLE.main)
      .filter((one) => one.dst.length <= SHORT && leadsBy(facts.namespace, one, outcome.dev))
      .map(({ written }) => written);
    return [
      makeFinding({
        kind: 'loop',
        family,
        subject: facts.describe.chainRule(at.rule, at.chain, family),
        written: route,
        also: [at.rule.written, ...halves],
        text: `${printAddress(dst.address)}, which ${facts.sayChainRule(at)} lets out beside ${outcome.dev}, is itself routed into ${outcome.dev} by ${table === undefined ? 'no route' : sayStep(table)}: a route for it past ${outcome.dev} is missing`,
      }),
    ];
  });
};
