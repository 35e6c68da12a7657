import { isUnspecified, sameAddress } from '../../address/address.js';
import { printAddress } from '../../address/address-text.js';
import type { Nexthop, Route } from '../../fib/route.js';
import { multipathUseNeigh } from '../../namespace/sysctl/sysctl.js';
import { addressIs } from '../../predicate/address-predicate.js';
import { equals } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { isGood } from './good-nexthop.js';
import { lowerHashed, printHop, type Direction } from './hashed-choice.js';
import { isUsable, resolveNexthop4, sourceOfNexthop4 } from './lowered-route-v4.js';
import type { Lowering } from '../lowering.js';
import type { NexthopGroup } from './nexthop-group.js';
import { lowerGroupChoice } from './object-choice.js';

/** One nexthop that can be chosen, and the step that takes it. */
interface Option {
  readonly nexthop: Nexthop;
  readonly taken: StepId;
}

/** Among the nexthops of the route found one is chosen, if it has several. Source: `fib_select_multipath`. */
export function lowerNexthopChoice(lowering: Lowering, direction: Direction, made: StepId): StepId {
  const { builder, nexthopGroups } = lowering;
  return nexthopGroups.all.reduceRight((otherwise, group) => {
    const { number, route } = group;
    if (route.object !== undefined) {
      const take = taker(lowering, route, made);
      const choice = lowerGroupChoice(lowering, direction, { number, route, take });
      return builder.test(equals('routeChoice', number), choice, otherwise);
    }
    const options = lowerOptions(lowering, group, made);
    // No lookup finds a route without a nexthop that can be used.
    if (options.length === 0) return otherwise;
    const among = lowerByHash(lowering, direction, { group, about: 'nexthops' }, options);
    const choice = direction === 'input' ? among : lowerBySource(lowering, group, options, among);
    return builder.test(equals('routeChoice', number), choice, otherwise);
  }, made);
}

/** The step that takes a nexthop of a route. */
function taker(lowering: Lowering, route: Route, made: StepId): (nexthop: Nexthop) => StepId {
  const scope = lowering.scopeOf(route);
  return (nexthop) =>
    lowering.builder.resolve(resolveNexthop4(route, nexthop, scope), made, true, {
      kind: 'nexthop',
    });
}

/** The nexthops that count: those with a share, but for gateways that are known not to answer where that is looked at. */
function lowerOptions(
  lowering: Lowering,
  { route }: NexthopGroup,
  made: StepId,
): readonly Option[] {
  const { namespace } = lowering;
  const scope = lowering.scopeOf(route);
  const take = taker(lowering, route, made);
  const counts = route.nexthops.filter(
    (nexthop) =>
      nexthop.upperBound >= 0 && (!multipathUseNeigh(namespace) || isGood(namespace, nexthop)),
  );
  const found = route.nexthops.filter((nexthop) => isUsable(nexthop, scope)).slice(0, 1);
  return (counts.length > 0 ? counts : found).map((nexthop) => ({
    nexthop,
    taken: take(nexthop),
  }));
}

/** A flow that has a source already takes a nexthop that would give it the same one, before the hash is looked at. */
function lowerBySource(
  lowering: Lowering,
  group: NexthopGroup,
  options: readonly Option[],
  otherwise: StepId,
): StepId {
  const { builder, namespace } = lowering;
  const sourced = options.map((option) => ({
    option,
    source: sourceOfNexthop4(group.route, option.nexthop, namespace),
  }));
  return sourced
    .filter(
      ({ source }, index) =>
        !isUnspecified(source) &&
        sourced.findIndex((other) => sameAddress(other.source, source)) === index,
    )
    .reduceRight((next, { source }) => {
      const owners = sourced.filter((other) => sameAddress(other.source, source));
      const about = `nexthops of ${printAddress(source)}`;
      const choice = lowerByHash(
        lowering,
        'output',
        { group, about },
        owners.map(({ option }) => option),
      );
      return builder.test(addressIs('flowSrc', source), choice, next);
    }, otherwise);
}

function lowerByHash(
  lowering: Lowering,
  direction: Direction,
  { group, about }: { readonly group: NexthopGroup; readonly about: string },
  options: readonly Option[],
): StepId {
  const { namespace } = lowering;
  const [first] = options;
  if (first === undefined) throw new RangeError('options: at least one');
  if (options.length === 1) return first.taken;
  return lowerHashed(lowering, direction, {
    name: `${about} of route ${group.number}`,
    meanings: options.map(({ nexthop }) => printHop(namespace, nexthop)),
    bounds: options.map(({ nexthop }) => nexthop.upperBound),
    options: options.map(({ taken }) => taken),
  });
}
