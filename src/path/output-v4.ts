import { PROTOCOL } from '../packet/protocol.js';
import { SYN } from '../packet/socket.js';
import { copy, copyAddress, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { unspecifiedAddress } from '../address/address.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  NEVER,
  not,
  same,
  type Predicate,
} from '../predicate/predicate.js';
import { defaultTtl, nonlocalBind } from '../namespace/sysctl/sysctl.js';
import type { ComparedField } from '../program/kept-field.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import { domainsOf } from '../namespace/vrf.js';
import { addressType, addressTypeIn } from './address/address-type.js';
import { isOwnAddress4 } from './address/own-addresses.js';
import { isMulticast, isZero } from './address/address-sets-v4.js';
import { isInDomainOf } from './domain.js';
import { lowerOutputHooks } from './netfilter/output-hooks.js';
import { dissectedKey, lowerIcmpKey, packetKey } from './route/flow-key.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { lowerOutputRoute4 } from './output-route-v4.js';
import { lowerSendingVrf } from './vrf-passes.js';
import { priorityByTos } from './priority.js';
import { routeIs } from './route/route-is.js';
import { lowerReroutedDomain } from './domain-steps.js';

const OUTPUT: Place = { kind: 'lookup', purpose: 'output' };
const REROUTE: Place = { kind: 'lookup', purpose: 'reroute' };

/** Where the path of a locally generated packet goes on once it has a device. */
export interface OutputExits {
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
}

/** The path of a locally generated packet up to POSTROUTING: bind, lookup and source, OUTPUT, and a second lookup if mangle made one necessary. */
export function lowerOutput4(lowering: Lowering, exits: OutputExits): StepId {
  const { builder } = lowering;
  const hooks = lowerOutputHooks(lowering, {
    leave: exits.leave,
    mangled: MANGLED4,
    reroute: (next) => lowerReroute4(lowering, exits.rpdb, next),
  });
  const own = builder.assign([copy('outdev', 'routeDev')], hooks);
  const passed = lowerSendingVrf(lowering, own);
  const routed = builder.assign(
    [set('indev', 0), copy('outdev', 'routeDev')],
    lowering.hoplimits ? lowerTtl(lowering, passed) : passed,
  );
  // A destination of 0.0.0.0 is the source once that is known. Source: `ip_route_output_key_hash_rcu`.
  const toSelf = builder.assign(copyAddress(4, 'dst', 'src'), routed);
  const leading = builder.test(isZero('dst'), toSelf, routed);
  const looked = lowerLookups(lowering, exits, lowerCircle(lowering, leading));
  const bindable = any([
    isForeign(lowering) || lowering.options.unbound === true ? ALWAYS : NEVER,
    nonlocalBind(lowering.namespace, 4) ? ALWAYS : NEVER,
    isZero('src'),
    lowering.options.outer === true ? isOwnAddress4(lowering, 'src') : isBindable(lowering),
  ]);
  // A socket bound to an address that can't be a source sends as if it weren't bound. Source: `__inet_bind`, `raw_bind`.
  const sourceless = builder.test(
    addressType(lowering, 'src', ['BROADCAST', 'MULTICAST'], undefined),
    builder.assign(setAddress('src', unspecifiedAddress(4)), looked),
    looked,
  );
  const refused = builder.fail({ kind: 'bind' }, 'EADDRNOTAVAIL');
  const ported = lowerBoundPort(lowering, sourceless);
  const bound = builder.check('bind', { when: bindable, passes: ported, fails: refused });
  // Without routes that give one it is known before the look-up, so that what fails states it too.
  return lowering.hoplimits ? bound : lowerTtl(lowering, bound);
}

/** A socket that is bound to a device of a VRF's domain has the addresses of that. Source: `__inet_bind`, `l3mdev_fib_table_by_index`. */
function isBindable(lowering: Lowering): Predicate {
  const { namespace } = lowering;
  const domains = domainsOf(namespace);
  const inside = domains.map(({ vrf, table }) =>
    all([
      isInDomainOf(namespace, 'oif', vrf),
      addressTypeIn(lowering, table, 'src', ['local', 'broadcast', 'multicast']),
    ]),
  );
  const outside = not(any(domains.map(({ vrf }) => isInDomainOf(namespace, 'oif', vrf))));
  const own = addressType(lowering, 'src', ['LOCAL', 'BROADCAST', 'MULTICAST'], undefined);
  return any([all([outside, own]), ...inside]);
}

function isForeign({ options }: Lowering): boolean {
  return options.foreign === true;
}

/** A tunnel makes nothing of a packet when the route leads back into it. Source: `ip_tunnel_xmit`, `ipip6_tunnel_xmit`. */
function lowerCircle({ builder, options }: Lowering, next: StepId): StepId {
  if (options.markGiven !== true) return next;
  return builder.test(same('routeDev', 'iif'), builder.fail({ kind: 'device' }, 'ELOOP'), next);
}

/** A TCP socket that is bound to an address gets its port with it, before it looks up. Source: `__inet_bind`. */
function lowerBoundPort({ builder }: Lowering, next: StepId): StepId {
  const portless = all([equals('protocol', PROTOCOL.tcp), equals('boundPort', 0)]);
  return builder.test(
    all([portless, not(isZero('src'))]),
    builder.assign([copy('boundPort', 'sport')], next),
    next,
  );
}

/** The TTL of a socket that leaves it to the host: 1 for groups, else that of the route. Source: ip(7), IP_TTL and IP_MULTICAST_TTL; `ip_select_ttl`. */
function lowerTtl(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace } = lowering;
  const host = builder.assign([set('ttl', defaultTtl(namespace))], next);
  const given = lowerRouteHoplimit(lowering, next, host);
  const chosen = builder.test(isMulticast('dst'), builder.assign([set('ttl', 1)], next), given);
  return builder.test(equals('ttl', 0), chosen, next);
}

/** The TTL that the route gives, where some route gives one. */
export function lowerRouteHoplimit(
  { builder, hoplimits }: Lowering,
  next: StepId,
  otherwise: StepId,
): StepId {
  if (!hoplimits) return otherwise;
  const ofRoute = builder.assign([copy('ttl', 'routeHoplimit')], next);
  return builder.test(equals('routeHoplimit', 0), otherwise, ofRoute);
}

/**
 * The lookups that a socket makes before it sends. UDP makes one; a TCP connect makes one to find a source, one with it, and one with
 * the port that it picked. Source: `ip_route_connect`, `ip_route_newports`.
 */
function lowerLookups(lowering: Lowering, { rpdb }: OutputExits, routed: StepId): StepId {
  const { builder } = lowering;
  const lookup = (key: readonly Assignment[], found: StepId): StepId =>
    builder.assign(
      [...socketKey(lowering), ...key],
      lowerIcmpKey(
        lowering,
        lowerOutputRoute4(lowering, { anySource: isForeign(lowering), place: OUTPUT, rpdb, found }),
      ),
    );
  const sourced = builder.assign(copyAddress(4, 'src', 'flowSrc'), routed);
  const single = lookup([copy('flowSport', 'sport')], sourced);
  const withPort = lookup([copy('flowSport', 'sport')], sourced);
  const portPicked = builder.test(equals('boundPort', 0), withPort, routed);
  const connected = builder.test(
    routeIs('broadcast', 'multicast'),
    builder.failed('connect-group', builder.fail(OUTPUT, 'ENETUNREACH')),
    portPicked,
  );
  const withSource = lookup([copy('flowSport', 'boundPort')], connected);
  const firstSource = builder.assign(
    [...copyAddress(4, 'src', 'flowSrc'), ...copyAddress(4, 'dst', 'flowDst')],
    withSource,
  );
  const first = lookup([copy('flowSport', 'boundPort')], firstSource);
  const connect = builder.test(any([isZero('src'), isZero('dst')]), first, withSource);
  // Only a connect can name 0.0.0.0: what is sent later has the address that it found, else a raw socket sends it.
  const raw = all([isZero('dst'), not(equals('tcpFlags', SYN))]);
  const tcp = builder.test(raw, single, connect);
  return builder.test(equals('protocol', PROTOCOL.tcp), tcp, single);
}

/** The key of a socket's lookup: everything that the socket knows. */
function socketKey(lowering: Lowering): readonly Assignment[] {
  const { options } = lowering;
  return [
    ...packetKey(4).filter(({ to }) => to !== 'flowMark' || options.markGiven !== true),
    copy('socketMark', 'mark'),
    ...priorityByTos(lowering),
    set('flowIif', LOOPBACK_INDEX),
    copy('flowOif', 'oif'),
    options.outer === true ? set('flowUid', 0) : copy('flowUid', 'uid'),
    copy('flowProtocol', 'protocol'),
    copy('flowDport', 'dport'),
  ];
}

/** What an IPv4 packet is held against after mangle OUTPUT. */
export const MANGLED4: readonly ComparedField[] = ['src', 'dst', 'mark', 'tos'];

/**
 * A packet of which mangle or nat has changed what decides is routed again: with uid 0, without ports unless a rule needs
 * them, and without choosing another source. Source: `ipt_mangle_out`, `nf_nat_ipv4_local_fn`, `ip_route_me_harder`.
 */
export function lowerReroute4(lowering: Lowering, rpdb: StepId, next: StepId): StepId {
  const { builder } = lowering;
  const lookup = lowerOutputRoute4(lowering, {
    anySource: true,
    place: REROUTE,
    rpdb,
    found: next,
  });
  const foreign = builder.assign(setAddress('flowSrc', unspecifiedAddress(4)), lookup);
  return builder.assign(
    [
      ...packetKey(4),
      set('flowIif', LOOPBACK_INDEX),
      copy('flowOif', 'oif'),
      set('flowUid', 0),
      ...dissectedKey(lowering),
    ],
    lowerReroutedDomain(
      lowering,
      builder.test(addressType(lowering, 'src', ['LOCAL', 'UNICAST'], undefined), lookup, foreign),
    ),
  );
}
