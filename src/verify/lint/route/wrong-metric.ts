import { TABLE } from '../../../fib/route.js';
import { linkByIndex } from '../../../namespace/namespace.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf } from '../networks.js';

/** Of two default routes with a gateway and a metric, the one over the device that came later is used first. */
export const turnedMetrics: Check = (facts) => {
  const { family, namespace } = facts;
  const routes = routesOf(namespace, family, TABLE.main)
    .filter(
      ({ dst, type, written, metric, nexthops }) =>
        dst.length === 0 &&
        type === 'unicast' &&
        written !== undefined &&
        metric > 0 &&
        nexthops.length === 1,
    )
    .filter(({ nexthops }) => nexthops[0]?.gateway !== undefined)
    .toSorted((a, b) => a.metric - b.metric);
  const [first, second] = routes;
  const [one, other] = [first, second].map((route) =>
    linkByIndex(namespace, route?.nexthops[0]?.dev ?? 0),
  );
  if (first === undefined || second === undefined || one === undefined || other === undefined)
    return [];
  if (one.index <= other.index || first.metric === second.metric) return [];
  return [
    makeFinding({
      kind: 'wrong-metric',
      family,
      subject: facts.describe.route(first),
      written: first.written,
      also: [second.written],
      text: `${facts.sayRoute(first)} is used before ${facts.sayRoute(second)}, since metric ${first.metric} is better than ${second.metric}: ${other.name}, the older device, is only the reserve of ${one.name}`,
    }),
  ] satisfies readonly Finding[];
};
