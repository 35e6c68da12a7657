import { tick } from '../../../bound.js';
import { printPrefix } from '../../../address/address-text.js';
import { prefixContains } from '../../../address/prefix.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf, SHORT } from '../networks.js';

/** So many routes are compared with one in a piece of work. */
const ROUTES_A_PIECE = 64;

/** Routes of which longer prefixes of their table take every packet. */
export const deadRoutes: Check = (facts) => {
  const { family, state, namespace } = facts;
  return [...state.tables.keys()].flatMap((id) => {
    const routes = routesOf(namespace, family, id);
    return routes
      .filter(({ dst, written }) => written !== undefined && dst.length > SHORT)
      .flatMap((route): readonly Finding[] => {
        tick(1 + routes.length / ROUTES_A_PIECE);
        const longer = routes.filter(
          ({ dst, type, tos, from }) =>
            dst.length > route.dst.length &&
            prefixContains(route.dst, dst.address) &&
            type !== 'throw' &&
            tos === 0 &&
            from === undefined,
        );
        const outer = longer.filter(
          ({ dst }) =>
            !longer.some(
              (other) => other.dst.length < dst.length && prefixContains(other.dst, dst.address),
            ),
        );
        const distinct = new Map(outer.map((other) => [printPrefix(other.dst), other]));
        const share = [...distinct.values()].reduce(
          (sum, { dst }) => sum + 2 ** (route.dst.length - dst.length),
          0,
        );
        if (share < 1) return [];
        const takers = [...distinct.values()];
        return [
          makeFinding({
            kind: 'dead-route',
            family,
            subject: facts.describe.route(route),
            written: route.written,
            also: takers.map(({ written }) => written),
            shadowedBy: takers.map((taker) => facts.describe.route(taker)),
            text: `${facts.sayRoute(route)} is never used: ${takers.map((taker) => facts.sayRoute(taker)).join(' and ')} take every packet of ${printPrefix(route.dst)}`,
          }),
        ];
      });
  });
};
