import { isUnspecified, sameAddress } from '../address/address.js';
import { printAddress } from '../address/address-text.js';
import { SCOPE, type Nexthop } from '../fib/route.js';
import { linkByIndex, type Namespace } from '../namespace/namespace.js';
import { multipathHashPolicy, multipathHashSeed, multipathUseNeigh } from '../namespace/sysctl.js';
import { isValid } from '../neighbour/neighbour.js';
import { addressIs } from '../predicate/address-predicate.js';
import { equals } from '../predicate/predicate.js';
import type { ChoicePoint, HashKey } from '../program/choice-point.js';
import type { StepId } from '../program/step.js';
import { isUsable, resolveNexthop4, sourceOfNexthop4 } from './lowered-route-v4.js';
import type { Lowering } from './lowering.js';
import type { NexthopGroup } from './nexthop-group.js';

/** Whose flow is hashed: that of the lookup, or that of the received packet. */
type Direction = 'output' | 'input';

/** One nexthop that can be chosen, and the step that takes it. */
interface Option {
  readonly nexthop: Nexthop;
  readonly taken: StepId;
}

/** Among the nexthops of the route found one is chosen, if it has several. Source: `fib_select_multipath`. */
export function lowerNexthopChoice(lowering: Lowering, direction: Direction, made: StepId): StepId {
  const { builder, nexthopGroups } = lowering;
  return nexthopGroups.all.reduceRight((otherwise, group) => {
    const options = lowerOptions(lowering, group, made);
    const among = lowerByHash(lowering, direction, { group, about: 'nexthops' }, options);
    const choice = direction === 'input' ? among : lowerBySource(lowering, group, options, among);
    return builder.test(equals('routeChoice', group.number), choice, otherwise);
  }, made);
}

/** The nexthops that count: those with a share, but for gateways that are known not to answer where that is looked at. */
function lowerOptions(
  lowering: Lowering,
  { route }: NexthopGroup,
  made: StepId,
): readonly Option[] {
  const { builder, namespace } = lowering;
  const scope = lowering.scopeOf(route);
  const counts = route.nexthops.filter(
    (nexthop) =>
      nexthop.upperBound >= 0 && (!multipathUseNeigh(namespace) || isGood(namespace, nexthop)),
  );
  const found = route.nexthops.filter((nexthop) => isUsable(nexthop, scope)).slice(0, 1);
  return (counts.length > 0 ? counts : found).map((nexthop) => ({
    nexthop,
    taken: builder.resolve(resolveNexthop4(route, nexthop, scope), made, true, {
      kind: 'nexthop',
    }),
  }));
}

/** Source: `fib_good_nh`. */
function isGood({ neighbours }: Namespace, { scope, gateway, dev }: Nexthop): boolean {
  if (scope !== SCOPE.link || gateway === undefined) return true;
  const entry = neighbours.find(
    (neighbour) =>
      !neighbour.proxy && neighbour.dev === dev && sameAddress(neighbour.address, gateway),
  );
  return entry === undefined || isValid(entry.state);
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
  { builder, namespace }: Lowering,
  direction: Direction,
  { group, about }: { readonly group: NexthopGroup; readonly about: string },
  options: readonly Option[],
): StepId {
  const [first] = options;
  if (first === undefined) throw new RangeError('options: at least one');
  if (options.length === 1) return first.taken;
  const choose = (ports: boolean): StepId =>
    builder.add({
      kind: 'choose',
      choice: {
        name: `${about} of route ${group.number}, ${direction}${ports ? '' : ' of fragments'}`,
        meanings: options.map(({ nexthop }) => meaning(namespace, nexthop)),
        by: {
          kind: 'hash',
          key: hashKey(namespace, direction, ports),
          bounds: options.map(({ nexthop }) => nexthop.upperBound),
          otherwise: 0,
        },
      } satisfies ChoicePoint,
      options: options.map(({ taken }) => taken),
    });
  const whole = choose(true);
  // A fragment's ports aren't looked at.
  return direction === 'input' && multipathHashPolicy(namespace, 4) === 1
    ? builder.test(equals('fragment', 0), whole, choose(false))
    : whole;
}

function meaning(namespace: Namespace, { gateway, dev }: Nexthop): string {
  const name = linkByIndex(namespace, dev)?.name ?? `if${dev}`;
  return gateway === undefined ? `dev ${name}` : `via ${printAddress(gateway)} dev ${name}`;
}

/** What the sysctls make the kernel hash. Source: `fib_multipath_hash`. */
function hashKey(namespace: Namespace, direction: Direction, ports: boolean): HashKey {
  const seed = multipathHashSeed(namespace);
  const layer4 = multipathHashPolicy(namespace, 4) === 1;
  const fields =
    direction === 'output'
      ? ({
          src: 'flowSrc',
          dst: 'flowDst',
          protocol: 'flowProtocol',
          sport: 'flowSport',
          dport: 'flowDport',
        } as const)
      : ({
          src: 'src',
          dst: 'dst',
          protocol: 'protocol',
          sport: 'sport',
          dport: 'dport',
        } as const);
  return {
    family: 4,
    seed,
    src: fields.src,
    dst: fields.dst,
    protocol: layer4 ? fields.protocol : undefined,
    sport: layer4 && ports ? fields.sport : undefined,
    dport: layer4 && ports ? fields.dport : undefined,
    flowLabel: undefined,
  };
}
