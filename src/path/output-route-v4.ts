import { unspecifiedAddress } from '../address/address.js';
import { routeTypeNumber, SCOPE, type RouteType } from '../fib/route.js';
import type { Link } from '../namespace/link.js';
import { routeLocalnet } from '../namespace/sysctl/sysctl.js';
import { addressIs } from '../predicate/address-predicate.js';
import { copyAddress, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { all, any, equals, not, type Predicate } from '../predicate/predicate.js';
import type { Place } from '../program/place.js';
import type { Resolution } from '../program/resolution.js';
import type { StepId } from '../program/step.js';
import {
  isLimitedBroadcast,
  isLocalMulticast,
  isLoopback,
  isMulticast,
  isZero,
} from './address/address-sets-v4.js';
import { isJoinedGroup4 } from './address/groups-v4.js';
import { isLocalBy } from './address/address-type.js';
import { domainsOf, vrfOf } from '../namespace/vrf.js';
import { isInDomain } from '../rpdb/rule-predicate.js';
import { deviceWhere } from './device.js';
import { isInDomainOf } from './domain.js';
import { failLookup } from './drop-packet.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { isOwnAddress4 } from './address/own-addresses.js';
import { lowerOutputChoice } from './route/route-choice.js';
import { routeIs } from './route/route-is.js';
import { FOUND, refusal } from './route/rpdb-walk.js';
import { selectSource4 } from './address/source-v4.js';
import { lowerOwnDevice } from './domain-steps.js';

/** How an output route is looked up, and where it leads. */
export interface OutputRoute {
  /** A foreign source is taken as it is. Source: `FLOWI_FLAG_ANYSRC`. */
  readonly anySource: boolean;
  /** Where a failure is reported. */
  readonly place: Place;
  /** The step after a failure, where that isn't the end. */
  readonly failed?: StepId;
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** The step after a route was found; `flowSrc` holds the source then. */
  readonly found: StepId;
}

/**
 * The route of a packet that leaves this host, for the flow key in the registers: source checks, multicast and broadcast
 * short cuts, the policy database, bound devices, equal default routes, source selection.
 *
 * Source: `ip_route_output_key_hash_rcu`, `__mkroute_output`.
 */
export function lowerOutputRoute4(lowering: Lowering, route: OutputRoute): StepId {
  const { builder } = lowering;
  const made = lowerMakeRoute(lowering, route);
  const failed = route.failed ?? failLookup(lowering, route.place);
  const looked = lowerFibResult(lowering, made, failed);
  const lookup = builder.lookup(
    route.rpdb,
    looked,
    route.place.kind === 'lookup' ? route.place.purpose : 'query',
  );
  const toSelf = builder.test(
    isZero('flowDst'),
    lowerUnspecifiedDestination(lowering, made),
    lookup,
  );
  const bound = builder.test(
    equals('flowOif', 0),
    toSelf,
    lowerBoundDevice(lowering, { made, lookup: toSelf, failed }),
  );
  return lowerSource(lowering, route, { made, checked: bound, failed });
}

/** A route that no table gave: straight out of a device. */
function direct(lowering: Lowering, link: Link, type: RouteType, source: number): Resolution {
  const address = selectSource4(lowering.namespace, link.index, undefined, source);
  return {
    error: undefined,
    route: undefined,
    table: 0,
    dev: link.index,
    gateway: undefined,
    assignments: [
      ...directRegisters(lowering, link.index, type),
      ...setAddress('prefsrc', address),
    ],
  };
}

function directRegisters(
  { hoplimits }: Lowering,
  dev: number,
  type: RouteType,
): readonly Assignment[] {
  return [
    set('routeError', 0),
    set('routeType', routeTypeNumber(type)),
    set('routeDev', dev),
    set('routePrefixLength', 0),
    set('routeToGroups', 0),
    set('routeChoice', 0),
    set('direct', 1),
    ...(hoplimits ? [set('routeHoplimit', 0)] : []),
  ];
}

/** A source that was given must be an own address; with a multicast destination its device decides, whatever the rules say. */
function lowerSource(
  lowering: Lowering,
  { anySource }: OutputRoute,
  exits: { readonly made: StepId; readonly checked: StepId; readonly failed: StepId },
): StepId {
  const { builder, namespace } = lowering;
  const refuse = (error: 'EINVAL' | 'ENETUNREACH'): StepId =>
    builder.resolve(refusal(error), exits.failed);
  const impossible = builder.failed('own-source', refuse('EINVAL'));
  const foreign = refuse('ENETUNREACH');
  const own = isOwnAddress4(lowering, 'flowSrc');
  const checked = anySource
    ? exits.checked
    : builder.check('own-source', { when: own, passes: exits.checked, fails: foreign });
  const toGroup = all([
    equals('flowOif', 0),
    any([isMulticast('flowDst'), isLimitedBroadcast('flowDst')]),
  ]);
  const links = namespace.links.toArray();
  const straight = (link: Link): StepId =>
    builder.resolve(direct(lowering, link, 'multicast', SCOPE.link), exits.made, false, {
      kind: 'on-link',
      why: 'source',
    });
  const fromLocal = links.reduceRight(
    (otherwise, link) =>
      builder.test(isLocalBy(lowering, 'flowSrc', link.index), straight(link), otherwise),
    builder.failed('own-source', foreign),
  );
  const fromOwner = links
    .flatMap((link) => link.addresses.map((address) => ({ link, address })))
    .filter(({ address }) => address.local.family === 4)
    .toSorted((a, b) => b.address.arrival - a.address.arrival)
    .reduceRight(
      (otherwise, { link, address }) =>
        builder.test(addressIs('flowSrc', address.local), straight(link), otherwise),
      fromLocal,
    );
  const given = builder.test(
    any([isMulticast('flowSrc'), isLimitedBroadcast('flowSrc')]),
    impossible,
    builder.test(toGroup, fromOwner, checked),
  );
  return builder.test(isZero('flowSrc'), exits.checked, given);
}

/** A socket that is bound to a device: link-local groups skip the tables, other groups and 0.0.0.0 take their source from the device. */
function lowerBoundDevice(
  lowering: Lowering,
  exits: { readonly made: StepId; readonly lookup: StepId; readonly failed: StepId },
): StepId {
  const { builder, namespace } = lowering;
  const down = builder.failed('device', builder.resolve(refusal('ENETUNREACH'), exits.failed));
  const skipsTables = any([isLocalMulticast('flowDst'), isLimitedBroadcast('flowDst')]);
  return namespace.links.toArray().reduceRight((unbound, link) => {
    const withSourceFor = (flows: Predicate, scope: number, otherwise: StepId): StepId => {
      const source = selectSource4(namespace, link.index, undefined, scope);
      const chosen = builder.assign(setAddress('flowSrc', source), exits.lookup);
      return builder.test(all([isZero('flowSrc'), flows]), chosen, otherwise);
    };
    const toSelf = withSourceFor(isZero('flowDst'), SCOPE.host, exits.lookup);
    const withSource = withSourceFor(isMulticast('flowDst'), SCOPE.global, toSelf);
    const resolution = direct(lowering, link, 'multicast', SCOPE.link);
    const straight = builder.resolve(resolution, exits.made, false, {
      kind: 'on-link',
      why: 'group',
    });
    const usable = link.up ? builder.test(skipsTables, straight, withSource) : down;
    return builder.test(equals('flowOif', link.index), usable, unbound);
  }, down);
}

const TO_SELF = { kind: 'destination', field: 'flowDst' } as const;

/** 0.0.0.0 as destination means this host itself. */
function lowerUnspecifiedDestination(lowering: Lowering, made: StepId): StepId {
  const { builder } = lowering;
  const toLoopback: Resolution = {
    error: undefined,
    route: undefined,
    table: 0,
    dev: LOOPBACK_INDEX,
    gateway: undefined,
    assignments: [
      ...directRegisters(lowering, LOOPBACK_INDEX, 'local'),
      ...copyAddress(4, 'prefsrc', 'flowDst'),
    ],
  };
  const resolved = builder.resolve(toLoopback, made);
  const loopback = { ...unspecifiedAddress(4), words: [0x7f000001] };
  return builder.test(
    isZero('flowSrc'),
    builder.assign([...setAddress('flowDst', loopback)], resolved, TO_SELF),
    builder.assign(copyAddress(4, 'flowDst', 'flowSrc'), resolved, TO_SELF),
  );
}

/** What follows from what the policy database gave. */
function lowerFibResult(lowering: Lowering, made: StepId, failed: StepId): StepId {
  const { builder, namespace } = lowering;
  const local = lowerOwnDevice(lowering, made);
  const sourced = lowerForeignSource(lowering, made);
  const forwarded = builder.assign([set('direct', 0)], lowerOutputChoice(lowering, sourced));
  const found = builder.test(routeIs('local'), local, forwarded);
  // With a bound device any error is ignored: the destination is taken to be on its link.
  const onLink = namespace.links.toArray().reduceRight(
    (otherwise, link) =>
      builder.test(
        // In the domain of a VRF only groups are.
        vrfOf(namespace, link) === undefined
          ? equals('flowOif', link.index)
          : all([equals('flowOif', link.index), isMulticast('flowDst')]),
        builder.resolve(direct(lowering, link, 'unicast', SCOPE.link), made, false, {
          kind: 'on-link',
          why: 'device',
        }),
        otherwise,
      ),
    failed,
  );
  return builder.test(FOUND, found, onLink);
}

/** A flow of a domain that leaves it has its source from the domain. Source: `fib_select_path`. */
function lowerForeignSource({ builder, namespace }: Lowering, made: StepId): StepId {
  return domainsOf(namespace).reduce((otherwise, { vrf, members }) => {
    const source = selectSource4(namespace, vrf.index, undefined, SCOPE.link);
    return builder.test(
      all([isZero('flowSrc'), isInDomain(members), not(isInDomainOf(namespace, 'routeDev', vrf))]),
      // A domain without addresses gives none.
      builder.assign([...setAddress('flowSrc', source), ...setAddress('prefsrc', source)], made, {
        kind: 'source',
      }),
      otherwise,
    );
  }, made);
}

/** Keeps whether the host is in the group that is routed, which a rule may write over. Source: `RTCF_LOCAL`. */
function lowerJoined({ builder, namespace }: Lowering, next: StepId): StepId {
  const joined = builder.assign([set('routeJoined', 1)], next);
  return builder.test(isJoinedGroup4(namespace, 'flowDst'), joined, next);
}

/** The source is settled and the route is held against source and destination. Source: `__mkroute_output`. */
function lowerMakeRoute(lowering: Lowering, { place, failed, found }: OutputRoute): StepId {
  const { builder, namespace, hoplimits, groupRoutes, writesEnds } = lowering;
  // A route to more than groups, as a default route is, gives them its device and not its gateway.
  const near = builder.assign([set('direct', 1)], found);
  const toGroup = groupRoutes ? builder.test(equals('routeToGroups', 1), found, near) : near;
  // The route of a limited broadcast counts for its device alone.
  const noHoplimit = hoplimits ? [set('routeHoplimit', 0)] : [];
  const group = builder.test(
    isLimitedBroadcast('flowDst'),
    builder.assign(
      [set('routeType', routeTypeNumber('broadcast')), set('direct', 1), ...noHoplimit],
      found,
    ),
    builder.test(
      isMulticast('flowDst'),
      builder.assign(
        [set('routeType', routeTypeNumber('multicast'))],
        writesEnds ? lowerJoined(lowering, toGroup) : toGroup,
      ),
      found,
    ),
  );
  const kept = writesEnds ? builder.assign([set('routeJoined', 0)], group) : group;
  const allowed = deviceWhere(
    namespace,
    'routeDev',
    (link) =>
      link.index === LOOPBACK_INDEX || link.kind === 'vrf' || routeLocalnet(namespace, link),
  );
  const checked = builder.test(
    all([isLoopback('flowSrc'), not(allowed)]),
    builder.failed('loopback-source', failed ?? failLookup(lowering, place, 'EINVAL')),
    kept,
  );
  return builder.test(
    isZero('flowSrc'),
    builder.assign(copyAddress(4, 'flowSrc', 'prefsrc'), checked, { kind: 'source' }),
    checked,
  );
}
