import type { Nexthop } from '../../fib/route.js';
import { any, equals } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { lowerHashed, printHop } from './hashed-choice.js';
import { resolveRoute6, STRICT } from './lowered-routes-v6.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { lowerGroupChoice } from './object-choice.js';

/**
 * When a table gave one of several IPv6 siblings or a route over a group, one of them is chosen by a hash of the flow; the one that was found stays when the
 * device that is asked for isn't that of the chosen one. Nothing for IPv4, which chooses once the whole lookup is done. Source:
 * `fib6_select_path`.
 */
export function lowerSiblingChoice(lowering: Lowering, found: StepId): StepId {
  const { builder, namespace, nexthopGroups } = lowering;
  const others = lowerGroups(lowering, found);
  return nexthopGroups.siblings.reduceRight((otherwise, { number, routes }) => {
    const hops = routes.flatMap(({ nexthops }) => nexthops);
    const options = routes.map((route, index) => {
      const taken = builder.resolve(resolveRoute6(route, lowering.scopeOf(route)), found, true, {
        kind: 'nexthop',
      });
      const fits = any([
        equals('flowStrict', STRICT.no),
        equals('flowDev', 0),
        equals('flowDev', hops[index]?.dev ?? 0),
      ]);
      return builder.test(fits, taken, found);
    });
    const choice = {
      name: `siblings ${number}`,
      meanings: hops.map((hop) => printHop(namespace, hop)),
      bounds: hops.map(({ upperBound }) => upperBound),
    };
    // None of them may have a share: then the one found stays.
    const all = {
      ...choice,
      meanings: ['the first', ...choice.meanings],
      bounds: [-1, ...choice.bounds],
      options: [found, ...options],
    };
    const chosen = builder.test(
      equals('flowIif', LOOPBACK_INDEX),
      lowerHashed(lowering, 'output', all),
      lowerHashed(lowering, 'input', all),
    );
    return builder.test(equals('routeChoice', number), chosen, otherwise);
  }, others);
}

/** Of a route over a group one nexthop is chosen, whatever device is asked for. */
function lowerGroups(lowering: Lowering, found: StepId): StepId {
  const { builder, nexthopGroups } = lowering;
  return nexthopGroups.grouped.reduceRight((otherwise, { number, route }) => {
    const scope = lowering.scopeOf(route);
    const take = (nexthop: Nexthop): StepId =>
      builder.resolve(resolveRoute6(route, scope, nexthop), found, true, { kind: 'nexthop' });
    const group = { number, route, take };
    const chosen = builder.test(
      equals('flowIif', LOOPBACK_INDEX),
      lowerGroupChoice(lowering, 'output', group),
      lowerGroupChoice(lowering, 'input', group),
    );
    return builder.test(equals('routeChoice', number), chosen, otherwise);
  }, found);
}
