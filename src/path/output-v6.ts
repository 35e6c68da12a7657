import { parseAddress } from '../address/address-text.js';
import { PROTOCOL } from '../packet/protocol.js';
import { copy, copyAddress, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { all, any, equals, not } from '../predicate/predicate.js';
import { hopLimit } from '../namespace/sysctl/sysctl.js';
import type { ComparedField } from '../program/kept-field.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import { isLinkLocal6, isMulticast6, isUnspecified6 } from './address/address-sets-v6.js';
import { lowerBind6 } from './address/bind-v6.js';
import { dissectedKey, lowerIcmpKey, packetKey } from './route/flow-key.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { lowerOutputHooks } from './netfilter/output-hooks.js';
import { lowerSendingVrf } from './vrf-passes.js';
import { lowerOutputRoute6 } from './output-route-v6.js';
import { lowerRouteHoplimit, type OutputExits } from './output-v4.js';
import { lowerReroutedDomain } from './domain-steps.js';

const OUTPUT: Place = { kind: 'lookup', purpose: 'output' };
const LOOPBACK = parseAddress('::1');
const REROUTE: Place = { kind: 'lookup', purpose: 'reroute' };

/** What an IPv6 packet is held against after mangle OUTPUT: the hop limit too. Source: `ip6t_mangle_out`. */
export const MANGLED6: readonly ComparedField[] = ['src', 'dst', 'mark', 'ttl', 'tos'];

/** The path of a locally generated IPv6 packet up to POSTROUTING. */
export function lowerOutput6(lowering: Lowering, exits: OutputExits): StepId {
  const { builder } = lowering;
  const hooks = lowerOutputHooks(lowering, {
    leave: exits.leave,
    mangled: MANGLED6,
    reroute: (next) => lowerReroute6(lowering, exits.rpdb, next),
  });
  const routed = builder.assign(
    [...copyAddress(6, 'src', 'flowSrc'), set('indev', 0), copy('outdev', 'routeDev')],
    lowerHopLimit(
      lowering,
      lowerSendingVrf(lowering, builder.assign([copy('outdev', 'routeDev')], hooks)),
    ),
  );
  const lookup = lowerOutputRoute6(lowering, {
    place: OUTPUT,
    rpdb: exits.rpdb,
    retry: true,
    socket: true,
    found: routed,
  });
  // A TCP connect looks before it has picked a port; the others have theirs by then, and so does a socket that is bound to an address.
  const ported = builder.test(
    all([equals('protocol', PROTOCOL.tcp), isUnspecified6('src')]),
    builder.assign([copy('flowSport', 'boundPort')], lookup),
    builder.assign([copy('flowSport', 'sport')], lowerIcmpKey(lowering, lookup)),
  );
  const looked = builder.assign(socketKey(lowering), lowerConnect(lowering, ported));
  // A destination of :: is this host itself. Source: `tcp_v6_connect`, `udpv6_sendmsg`, `rawv6_sendmsg`.
  const toSelf = builder.assign(setAddress('dst', LOOPBACK), looked, {
    kind: 'destination',
    field: 'dst',
  });
  return lowerBind6(lowering, builder.test(isUnspecified6('dst'), toSelf, looked));
}

/** A TCP socket connects to no group, and to a link-local address only by a device. Source: `tcp_v6_connect`. */
function lowerConnect({ builder }: Lowering, next: StepId): StepId {
  const linkLocal = all([isLinkLocal6('dst'), equals('oif', 0)]);
  const connected = builder.test(
    isMulticast6('dst'),
    builder.failed('connect-group', builder.fail(OUTPUT, 'ENETUNREACH')),
    builder.test(linkLocal, builder.failed('connect-scope', builder.fail(OUTPUT, 'EINVAL')), next),
  );
  return builder.test(equals('protocol', PROTOCOL.tcp), connected, next);
}

/** The hop limit of a socket that leaves it to the host: 1 for groups, else that of the route, else that of the device. Source: ipv6(7); `ip6_sk_dst_hoplimit`. */
function lowerHopLimit(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace } = lowering;
  const ofDevice = namespace.links
    .toArray()
    .reduceRight(
      (otherwise, link) =>
        builder.test(
          equals('routeDev', link.index),
          builder.assign([set('ttl', hopLimit(namespace, link))], next),
          otherwise,
        ),
      next,
    );
  const group = builder.assign([set('ttl', 1)], next);
  const chosen = builder.test(
    isMulticast6('dst'),
    group,
    lowerRouteHoplimit(lowering, next, ofDevice),
  );
  return builder.test(equals('ttl', 0), chosen, next);
}

function socketKey({ options }: Lowering): readonly Assignment[] {
  return [
    ...packetKey(6).filter(({ to }) => to !== 'flowMark' || options.markGiven !== true),
    copy('socketMark', 'mark'),
    set('flowIif', LOOPBACK_INDEX),
    copy('flowOif', 'oif'),
    copy('flowDev', 'oif'),
    options.outer === true ? set('flowUid', 0) : copy('flowUid', 'uid'),
    copy('flowProtocol', 'protocol'),
    copy('flowDport', 'dport'),
  ];
}

/** Routed again, with the socket's uid; a group or link-local destination stays on its device. Source: `ip6_route_me_harder`. */
export function lowerReroute6(lowering: Lowering, rpdb: StepId, next: StepId): StepId {
  const { builder } = lowering;
  const lookup = lowerOutputRoute6(lowering, {
    place: REROUTE,
    rpdb,
    retry: false,
    socket: true,
    found: next,
  });
  const sameDevice = builder.assign(
    [copy('flowOif', 'routeDev'), copy('flowDev', 'routeDev')],
    lookup,
  );
  const key = [...packetKey(6), set('flowIif', LOOPBACK_INDEX), copy('flowUid', 'uid')];
  const free = any([not(equals('oif', 0)), not(any([isMulticast6('dst'), isLinkLocal6('dst')]))]);
  return builder.assign(
    [...key, copy('flowOif', 'oif'), copy('flowDev', 'oif'), ...dissectedKey(lowering)],
    lowerReroutedDomain(lowering, builder.test(free, lookup, sameDevice)),
  );
}
