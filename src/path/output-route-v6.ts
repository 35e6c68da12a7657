import { routeTypeNumber } from '../fib/route.js';
import { unspecifiedAddress } from '../address/address.js';
import { domainsOf } from '../namespace/vrf.js';
import { copyAddress, set, setAddress } from '../predicate/assignment.js';
import { all, any, equals, NEVER, not } from '../predicate/predicate.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import { isMulticast6, isUnspecified6, needsStrict } from './address/address-sets-v6.js';
import { deviceWhere } from './device.js';
import { isInDomain } from '../rpdb/rule-predicate.js';
import { isInDomainOf } from './domain.js';
import { failLookup } from './drop-packet.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { routeIs } from './route/route-is.js';
import { FOUND } from './route/rpdb-walk.js';
import { sourceMap6 } from './address/source-map-v6.js';
import { lowerOwnDevice } from './domain-steps.js';

/** How an IPv6 output route is looked up, and where it leads. */
export interface OutputRoute6 {
  /** Where a failure is reported. */
  readonly place: Place;
  /** The step after a failure, where that isn't the end. */
  readonly failed?: StepId;
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** A sender that has no source needs one: a lookup without it that fails is made again with one. A query doesn't. */
  readonly retry: boolean;
  /** A socket asks for the device, so that no other will do even when the source is given. */
  readonly socket: boolean;
  /** The step after a route was found; `flowSrc` holds the source then. */
  readonly found: StepId;
}

/**
 * The route of a packet that leaves this host, for the flow key in the registers. Without a source the first lookup is made
 * with `::`, and its route is kept when a source has been chosen for it. Source: `ip6_dst_lookup_tail`, `ip6_route_output_flags`.
 */
export function lowerOutputRoute6(lowering: Lowering, route: OutputRoute6): StepId {
  const { builder } = lowering;
  const failed = route.failed ?? failLookup(lowering, route.place);
  const made = lowerMade(lowering, route.found);
  const lookup = (found: StepId, otherwise: StepId): StepId =>
    builder.lookup(
      route.rpdb,
      builder.test(FOUND, found, otherwise),
      route.place.kind === 'lookup' ? route.place.purpose : 'query',
    );
  const given = lookup(made, failed);
  const again = route.retry ? lowerRetry(lowering, route.place, given) : failed;
  const open = lookup(lowerSource(lowering, route, made), again);
  const keyed = builder.test(isUnspecified6('flowSrc'), open, given);
  return lowerUnbound(lowering, lowerStrict(lowering, route.socket, keyed));
}

/** Asked for a VRF, any device of its table will do. Source: `l3mdev_update_flow`. */
function lowerUnbound({ builder, namespace }: Lowering, next: StepId): StepId {
  const isVrf = deviceWhere(namespace, 'flowOif', ({ kind }) => kind === 'vrf');
  return builder.test(isVrf, builder.assign([set('flowDev', 0)], next), next);
}

/** Which routes count: those over a bound device, or over the one that a link-local or multicast destination needs. */
function lowerStrict({ builder }: Lowering, socket: boolean, next: StepId): StepId {
  const asked = not(equals('flowOif', 0));
  const isOfSocket = socket ? equals('socket', 1) : NEVER;
  const bound = all([asked, any([isOfSocket, isUnspecified6('flowSrc')])]);
  const strict = any([bound, needsStrict('flowDst')]);
  const registers = (value: 0 | 1): StepId => builder.assign([set('flowStrict', value)], next);
  return builder.test(strict, registers(1), registers(0));
}

/** The source of a route that has been found: its own, or the best for the destination; a sender needs one. Source: `ip6_dst_lookup_tail`. */
function lowerSource(lowering: Lowering, { retry, place }: OutputRoute6, made: StepId): StepId {
  const { builder } = lowering;
  const chosen = builder.assign(copyAddress(6, 'flowSrc', 'prefsrc'), made, { kind: 'source' });
  const none = retry ? builder.failed('source', builder.fail(place, 'EADDRNOTAVAIL')) : chosen;
  const known = builder.test(isUnspecified6('prefsrc'), none, chosen);
  const selected = lowerSelection(lowering, known);
  const own = builder.test(isUnspecified6('prefsrc'), selected, chosen);
  return place.kind === 'lookup' ? lowerForeignSource(lowering, own, known) : own;
}

/** A flow of a domain that leaves it has its source from the domain, whatever its route says. Source: `ip6_route_get_saddr`. */
function lowerForeignSource({ builder, namespace }: Lowering, own: StepId, known: StepId): StepId {
  return domainsOf(namespace).reduce((otherwise, { vrf, members }) => {
    const map = builder.add({ kind: 'map', map: sourceMap6(namespace, vrf.index), next: known });
    const selected = builder.assign(setAddress('prefsrc', unspecifiedAddress(6)), map);
    const leaves = all([isInDomain(members), not(isInDomainOf(namespace, 'routeDev', vrf))]);
    return builder.test(leaves, selected, otherwise);
  }, own);
}

/** Of a route over a group it is the device of the first nexthop that counts, not of the one chosen. Source: `ip6_route_get_saddr`. */
function lowerSelection({ builder, namespace, nexthopGroups }: Lowering, next: StepId): StepId {
  const select = (dev: number): StepId =>
    builder.add({ kind: 'map', map: sourceMap6(namespace, dev), next });
  const byDevice = namespace.links
    .toArray()
    .reduceRight(
      (otherwise, { index }) => builder.test(equals('routeDev', index), select(index), otherwise),
      next,
    );
  return nexthopGroups.grouped.reduceRight(
    (otherwise, { number, route }) =>
      builder.test(
        equals('routeChoice', number),
        select(route.nexthops[0]?.dev ?? LOOPBACK_INDEX),
        otherwise,
      ),
    byDevice,
  );
}

/** After a failure a source is chosen without a device, or in a domain for its VRF, and rules that ask for one can match now. */
function lowerRetry({ builder, namespace }: Lowering, place: Place, given: StepId): StepId {
  const nowhere = builder.failed('source', builder.fail(place, 'EADDRNOTAVAIL'));
  const chosen = builder.assign(copyAddress(6, 'flowSrc', 'prefsrc'), given, { kind: 'source' });
  const known = builder.test(isUnspecified6('prefsrc'), nowhere, chosen);
  const from = (dev: number): StepId =>
    builder.add({ kind: 'map', map: sourceMap6(namespace, dev), next: known });
  const selected = domainsOf(namespace).reduce(
    (otherwise, { vrf, members }) => builder.test(isInDomain(members), from(vrf.index), otherwise),
    from(0),
  );
  const clear = copyAddress(6, 'prefsrc', 'flowSrc');
  return builder.assign(clear, selected);
}

/** Own addresses are reached through lo; a group by the route's gateway, if it has one. Source: `ip6_finish_output2`. */
function lowerMade(lowering: Lowering, found: StepId): StepId {
  const { builder } = lowering;
  const own = lowerOwnDevice(lowering, found);
  const group = builder.assign(
    [set('routeType', routeTypeNumber('multicast')), set('direct', 0)],
    found,
  );
  const other = builder.assign([set('direct', 0)], found);
  return builder.test(
    routeIs('local', 'anycast'),
    own,
    builder.test(isMulticast6('flowDst'), group, other),
  );
}
