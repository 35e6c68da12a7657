import { printAddress } from '../../address/address-text.js';
import { TABLE } from '../../fib/route.js';
import { linkByIndex } from '../../namespace/namespace.js';
import { FALSE } from '../engine/diagram.js';
import { findPoint } from '../find-point.js';
import { packetAt } from '../point.js';
import type { Check } from './check.js';
import { makeFinding, type Finding } from './finding.js';
import { sayStep } from './journey.js';
import { routesOf, SHORT } from './networks.js';

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
    const route = table?.written ?? null;
    const halves = routesOf(facts.namespace, family, TABLE.main)
      .filter(
        ({ dst: to, nexthops }) =>
          to.length <= SHORT &&
          nexthops.some(({ dev }) => linkByIndex(facts.namespace, dev)?.name === outcome.dev),
      )
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
