import { unspecifiedAddress } from '../../address/address.js';
import { someSpecialRoute } from '../../fib/fib-table.js';
import type { FamilyState } from '../../namespace/namespace.js';
import {
  acceptLocal,
  rpFilter,
  sendRedirects,
  srcValidMark,
} from '../../namespace/sysctl/sysctl.js';
import { copy, copyAddress, set, setAddress, type Assignment } from '../../predicate/assignment.js';
import { all, any, equals, NEVER, not, same, type Predicate } from '../../predicate/predicate.js';
import type { Place } from '../../program/place.js';
import type { StepId } from '../../program/step.js';
import { isConfigured } from './address-sets-v4.js';
import { domainsOf } from '../../namespace/vrf.js';
import { deviceWhere } from '../device.js';
import { isInDomainOf } from '../domain.js';
import { packetKey, reversedDissectedKey } from '../route/flow-key.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { routeIs } from '../route/route-is.js';
import { FOUND } from '../route/rpdb-walk.js';

/** How the source of a received packet is checked. */
export interface SourceCheck {
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** The device by which the packet goes on: that of the route, or lo when it is delivered here. */
  readonly towards: 'routeDev' | 'lo';
  /** The address to which the reverse path leads from: the packet's destination, or 0.0.0.0 for a broadcast. */
  readonly destination: 'dst' | 'zero';
  /** The step after a packet that passes. */
  readonly passed: StepId;
}

const MARTIAN: Place = { kind: 'martian-source' };
const RP_FILTER: Place = { kind: 'rp_filter' };

/**
 * Is the source one that can come from there? The quick check only refuses own addresses; the full one asks for the way back.
 *
 * Source: `fib_validate_source`.
 */
export function lowerSourceCheck(lowering: Lowering, check: SourceCheck): StepId {
  const { builder, namespace, state } = lowering;
  const full = lowerFullCheck(lowering, check);
  const arrivesOn = (qualifies: Parameters<typeof deviceWhere>[2]): Predicate =>
    deviceWhere(namespace, 'iif', qualifies);
  const custom = state.customRules || state.customLocalRoutes;
  const quick = custom
    ? full
    : builder.check('source-address', {
        when: not(isConfigured(namespace, 'src')),
        passes: check.passed,
        fails: builder.drop(MARTIAN),
      });
  const lenient = builder.test(
    arrivesOn((link) => acceptLocal(namespace, link)),
    check.passed,
    quick,
  );
  if (usesRealms(state)) return full;
  const filtered = arrivesOn((link) => rpFilter(namespace, link) !== 0);
  // What is delivered here leaves by no device. Source: `ip_route_input_slow`.
  const hairpin = check.towards === 'lo' ? NEVER : same('iif', 'routeDev');
  const redirects = arrivesOn((link) => sendRedirects(namespace, link));
  return builder.test(any([filtered, all([hairpin, redirects])]), full, lenient);
}

/** The realms of a packet are those of the way back too: it has to be known. Source: `fib_num_tclassid_users`. */
function usesRealms({ rules, tables }: FamilyState): boolean {
  return (
    rules.some(({ realms }) => realms !== 0) ||
    tables.some((table) => someSpecialRoute(table, (route) => route.realms !== 0))
  );
}

/** The way back to the source, asked of the policy database. Source: `__fib_validate_source`. */
function lowerFullCheck(lowering: Lowering, check: SourceCheck): StepId {
  const { builder, namespace } = lowering;
  const arrivesOn = (qualifies: Parameters<typeof deviceWhere>[2]): Predicate =>
    deviceWhere(namespace, 'iif', qualifies);
  const pass = builder.add({ kind: 'recall', next: check.passed });
  const martian = builder.add({ kind: 'recall', next: builder.drop(MARTIAN) });
  const refused = builder.add({ kind: 'recall', next: builder.drop(RP_FILTER) });
  const filtered = arrivesOn((link) => rpFilter(namespace, link) !== 0);
  const strict = arrivesOn((link) => rpFilter(namespace, link) === 1);
  const withoutAddress = arrivesOn(
    (link) => !link.addresses.some(({ local }) => local.family === 4),
  );
  const isLocal = routeIs('local');
  const comesBack = any([
    same('routeDev', 'iif'),
    ...lowering.nexthopGroups.all.map(({ number, route }) =>
      all([
        equals('routeChoice', number),
        any(route.nexthops.map(({ dev }) => equals('iif', dev))),
      ]),
    ),
    all([isLocal, equals('iif', LOOPBACK_INDEX)]),
  ]);
  // By another device the way back is good enough for a loose filter, unless the device of arrival has no address.
  const tooStrict = any([strict, all([withoutAddress, filtered])]);
  const reachable = builder.check('rp_filter', {
    when: any([comesBack, not(tooStrict)]),
    passes: pass,
    fails: refused,
  });
  const acceptable = any([
    routeIs('unicast'),
    all([isLocal, arrivesOn((link) => acceptLocal(namespace, link))]),
  ]);
  const typed = builder.check('source-address', {
    when: acceptable,
    passes: reachable,
    fails: martian,
  });
  const none = builder.check('rp_filter', { when: not(filtered), passes: pass, fails: refused });
  const found = builder.test(FOUND, typed, none);
  const lookup = builder.lookup(check.rpdb, found, 'reverse-path');
  const trustsMark = arrivesOn((link) => srcValidMark(namespace, link));
  const marked = builder.test(
    not(trustsMark),
    builder.assign([set('flowMark', 0)], lookup),
    lookup,
  );
  return builder.add({
    kind: 'keep',
    next: builder.assign(reverseKey(lowering, check), lowerReverseDomain(lowering, marked)),
  });
}

/** The way back from a device of a VRF is looked for in its domain. Source: `__fib_validate_source`. */
function lowerReverseDomain({ builder, namespace }: Lowering, next: StepId): StepId {
  return domainsOf(namespace).reduce(
    (otherwise, { vrf }) =>
      builder.test(
        isInDomainOf(namespace, 'iif', vrf),
        builder.assign([set('flowIif', vrf.index)], next),
        otherwise,
      ),
    next,
  );
}

function reverseKey(lowering: Lowering, check: SourceCheck): readonly Assignment[] {
  return [
    ...packetKey(4),
    ...copyAddress(4, 'flowDst', 'src'),
    ...(check.destination === 'zero'
      ? setAddress('flowSrc', unspecifiedAddress(4))
      : copyAddress(4, 'flowSrc', 'dst')),
    check.towards === 'lo' ? set('flowIif', LOOPBACK_INDEX) : copy('flowIif', 'routeDev'),
    set('flowOif', 0),
    set('flowUid', 0),
    ...reversedDissectedKey(lowering),
  ];
}
