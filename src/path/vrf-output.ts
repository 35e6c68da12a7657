import { copy, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { all, equals, same } from '../predicate/predicate.js';
import { unspecifiedAddress } from '../address/address.js';
import { routeTypeNumber, SCOPE } from '../fib/route.js';
import { domainsOf } from '../namespace/vrf.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';
import { lowerOutputHooks } from './netfilter/output-hooks.js';
import { lowerOutputRoute4, type OutputRoute } from './output-route-v4.js';
import { lowerOutputRoute6 } from './output-route-v6.js';
import { lowerReroute4, MANGLED4 } from './output-v4.js';
import { lowerReroute6, MANGLED6 } from './output-v6.js';
import { packetKey } from './route/flow-key.js';
import { isZero } from './address/address-sets-v4.js';
import { selectSource4 } from './address/source-v4.js';
import { routeIs } from './route/route-is.js';
import { lowerResentRpdb } from './route/rpdb-walk.js';

/** Where the path of what a VRF device sends on goes, once it is routed. */
export interface VrfExits {
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
  /** It is for the VRF itself, which receives it. */
  readonly receive: StepId;
  /** It would go to the VRF again, which receives it; IPv4 has no use for it, IPv6 forwards it. Source: `ip6_rt_init_dst`. */
  readonly discard: StepId;
}

const OUTPUT: Place = { kind: 'lookup', purpose: 'output' };

/**
 * What a VRF device was handed is looked up again in its domain, and passes OUTPUT and what follows as a packet made here; its connection is what
 * it was. `iif` holds the VRF. Source: `vrf_process_v4_outbound`, `vrf_process_v6_outbound`, `vrf_local_xmit`.
 */
export function lowerVrfOutput(lowering: Lowering, exits: VrfExits): StepId {
  const { builder, namespace, family } = lowering;
  const hooks = lowerOutputHooks(
    lowering,
    {
      leave: exits.leave,
      mangled: family === 4 ? MANGLED4 : MANGLED6,
      reroute: (next) =>
        family === 4
          ? lowerReroute4(lowering, exits.rpdb, next)
          : lowerReroute6(lowering, exits.rpdb, next),
    },
    ({ kind }) => kind === 'chain',
  );
  const sent = builder.assign([set('indev', 0), copy('outdev', 'routeDev')], hooks);
  const own = builder.test(routeIs('local', 'anycast'), exits.receive, exits.discard);
  const sourced = family === 4 ? lowerSource4(lowering, sent) : sent;
  const found = builder.test(same('routeDev', 'iif'), own, sourced);
  const route = lowerRoute(lowering, { rpdb: exits.rpdb, found });
  return domainsOf(namespace).reduce(
    (otherwise, { vrf }) =>
      builder.test(equals('iif', vrf.index), lowerKeyed(lowering, vrf.index, route), otherwise),
    exits.discard,
  );
}

/** A packet without a source gets one of the device by which it leaves. Source: `vrf_process_v4_outbound`. */
function lowerSource4({ builder, namespace }: Lowering, next: StepId): StepId {
  const chosen = namespace.links.toArray().reduceRight((otherwise, { index }) => {
    const source = selectSource4(namespace, index, undefined, SCOPE.link);
    return builder.test(
      equals('routeDev', index),
      builder.assign(setAddress('src', source), next, { kind: 'source' }),
      otherwise,
    );
  }, next);
  return builder.test(isZero('src'), chosen, next);
}

/** Where a packet goes that a VRF device was handed because its destination is one of the VRF's own addresses. */
export interface OwnExits {
  /** The VRF receives it. */
  readonly receive: StepId;
  /** The VRF sends it on. */
  readonly sent: StepId;
}

/**
 * What is for a VRF's own address is handed to the VRF, which looks it up again: it receives what that finds to be local once more, and sends on what
 * rules lead elsewhere now that the socket's device, mark, ports and owner are not looked at. Source: `vrf_process_v4_outbound`, `vrf_local_xmit`.
 */
export function lowerOwnOfVrf(lowering: Lowering, { receive, sent }: OwnExits): StepId {
  const { builder, namespace } = lowering;
  return domainsOf(namespace).reduce((otherwise, { vrf }) => {
    const handed = builder.assign(
      [set('routeDev', vrf.index), set('routeType', routeTypeNumber('local')), set('direct', 1)],
      sent,
    );
    const isOwn = all([equals('routeDev', vrf.index), routeIs('local', 'anycast')]);
    const route = lowerRoute(lowering, {
      rpdb: lowerResentRpdb(lowering),
      found: builder.test(isOwn, receive, handed),
      failed: handed,
    });
    return builder.test(
      equals('routeDev', vrf.index),
      lowerKeyed(lowering, vrf.index, route),
      otherwise,
    );
  }, receive);
}

function lowerRoute(
  lowering: Lowering,
  exits: Pick<OutputRoute, 'rpdb' | 'found' | 'failed'>,
): StepId {
  return lowering.family === 4
    ? lowerOutputRoute4(lowering, { ...exits, anySource: true, place: OUTPUT })
    : lowerOutputRoute6(lowering, { ...exits, place: OUTPUT, retry: false, socket: false });
}

function lowerKeyed(lowering: Lowering, vrf: number, next: StepId): StepId {
  return lowering.builder.assign([...key(lowering), set('flowIif', vrf)], next);
}

/** Ports and owner are not looked at, nor in IPv4 the mark. */
function key({ family }: Lowering): readonly Assignment[] {
  return [
    ...packetKey(family),
    ...(family === 4 ? [set('flowMark', 0)] : []),
    set('flowOif', 0),
    set('flowDev', 0),
    set('flowUid', 0),
    copy('flowProtocol', 'protocol'),
    set('flowSport', 0),
    set('flowDport', 0),
    ...setAddress('prefsrc', unspecifiedAddress(family)),
  ];
}
