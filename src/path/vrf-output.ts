import { copy, set, setAddress, type Assignment } from '../predicate/assignment.js';
import { equals, same, type Predicate } from '../predicate/predicate.js';
import { unspecifiedAddress } from '../address/address.js';
import { domainsOf } from '../namespace/vrf.js';
import type { Place } from '../program/place.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';
import { lowerOutputHooks } from './netfilter/output-hooks.js';
import { lowerOutputRoute4 } from './output-route-v4.js';
import { lowerOutputRoute6 } from './output-route-v6.js';
import { lowerReroute4, MANGLED4 } from './output-v4.js';
import { lowerReroute6, MANGLED6 } from './output-v6.js';
import { packetKey } from './route/flow-key.js';
import { routeIs } from './route/route-is.js';

/** Where the path of what a VRF device sends on goes, once it is routed. */
export interface VrfExits {
  /** The lookup subroutine. */
  readonly rpdb: StepId;
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
  /** It is for the VRF itself, which receives it. */
  readonly receive: StepId;
  /** It would go to the VRF again, which receives it and has no use for it. */
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
  const found = builder.test(same('routeDev', 'iif'), own, sent);
  const route =
    family === 4
      ? lowerOutputRoute4(lowering, { anySource: true, place: OUTPUT, rpdb: exits.rpdb, found })
      : lowerOutputRoute6(lowering, {
          place: OUTPUT,
          rpdb: exits.rpdb,
          retry: false,
          socket: false,
          found,
        });
  return domainsOf(namespace).reduce(
    (otherwise, { vrf }) =>
      builder.test(
        isFrom(vrf.index),
        builder.assign([...key(lowering), set('flowIif', vrf.index)], route),
        otherwise,
      ),
    exits.discard,
  );
}

function isFrom(vrf: number): Predicate {
  return equals('iif', vrf);
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
