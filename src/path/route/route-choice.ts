import { equals } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isUnbound } from '../domain.js';
import { chooseDefault } from './default-group.js';
import { resolveNexthop4 } from './lowered-route-v4.js';
import type { Lowering } from '../lowering.js';
import { lowerNexthopChoice } from './nexthop-choice.js';

/**
 * What local output chooses unless the socket is bound to a device: one of several nexthops, or one of equal default routes. Source:
 * `fib_select_path`.
 */
export function lowerOutputChoice(lowering: Lowering, made: StepId): StepId {
  const { builder } = lowering;
  const among = lowerDefaultChoice(lowering, lowerNexthopChoice(lowering, 'output', made), made);
  return builder.test(isUnbound(lowering.namespace), among, made);
}

function lowerDefaultChoice(lowering: Lowering, otherwise: StepId, made: StepId): StepId {
  const { builder, namespace, defaultGroups } = lowering;
  return defaultGroups.all.reduceRight((next, group) => {
    const choice = builder.add({
      kind: 'choose',
      choice: chooseDefault(group, namespace),
      options: group.routes.map((route) => {
        const resolution = resolveNexthop4(route, route.nexthops[0], lowering.scopeOf(route));
        return builder.resolve(resolution, made, true, { kind: 'default-route' });
      }),
    });
    return builder.test(equals('routeChoice', group.number), choice, next);
  }, otherwise);
}
