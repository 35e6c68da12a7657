import { copy, set } from '../predicate/assignment.js';
import { all, ALWAYS, any, equals, not, type Predicate } from '../predicate/predicate.js';
import type { StepId } from '../program/step.js';
import { deviceWhere } from './device.js';
import { lowerFrameOfCopy } from './frame.js';
import { isMulticast } from './address/address-sets-v4.js';
import { isJoinedGroup4 } from './address/groups-v4.js';
import { isJoinedGroup6 } from './address/groups-v6.js';
import { lowerHook } from './netfilter/hook-stages.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { lowerBegun } from './netfilter/nat-stage.js';
import { lowerIngress } from './receiving-device.js';
import { routeIs } from './route/route-is.js';

/** Which packets come back to their sender, too. Source: `__mkroute_output`, `ip_mc_output`; `ip6_finish_output2`. */
export function getsCopy(lowering: Lowering): Predicate {
  const { family, namespace } = lowering;
  const group =
    family === 4
      ? any([routeIs('broadcast'), isToJoinedGroup4(lowering)])
      : isJoinedGroup6(namespace, 'routeDev');
  return all([not(equals('routeDev', LOOPBACK_INDEX)), group]);
}

/** The route of IPv4 knows it, whatever destination a rule has written since. */
function isToJoinedGroup4({ namespace, writesEnds }: Lowering): Predicate {
  return writesEnds
    ? all([routeIs('multicast'), equals('routeJoined', 1)])
    : isJoinedGroup4(namespace, 'dst');
}

function isUp(namespace: Lowering['namespace']): Predicate {
  return deviceWhere(namespace, 'routeDev', (link) => link.up);
}

/** What a copy meets once it has come back in. */
export interface ComingIn {
  /** What the stack checks before PREROUTING. */
  readonly arrive: (passed: StepId) => StepId;
  /** What it checks after. */
  readonly route: (passed: StepId) => StepId;
}

/**
 * Emits a copy to the sender of a packet: out through POSTROUTING, and in again by the device of the route as if it had been received there, but
 * without another route lookup or check of its source. Its sender hears nothing of it. Then the packet itself goes on at `next`. Source:
 * `ip_mc_finish_output`, `dev_loopback_xmit`.
 */
export function lowerSenderCopy(lowering: Lowering, coming: ComingIn, next: StepId): StepId {
  const { builder, namespace } = lowering;
  const walk = { dropErrno: undefined, looped: true } as const;
  const delivered = builder.add({ kind: 'end', ending: { kind: 'deliver' } });
  const taken = lowerHook(lowering, { ...walk, hook: 'INPUT' }, delivered);
  const received = lowerHook(lowering, { ...walk, hook: 'PREROUTING' }, coming.route(taken));
  const seen = lowerIngress(lowering, { looped: true }, coming.arrive(received));
  const back = builder.assign(
    [copy('indev', 'routeDev'), set('outdev', 0)],
    lowerFrameOfCopy(lowering, seen),
  );
  // A device that is down takes in nothing. Source: `enqueue_to_backlog`.
  const looped = builder.check('device', {
    when: isUp(namespace),
    passes: back,
    fails: builder.drop({ kind: 'device' }),
  });
  const emitted = builder.add({
    kind: 'emit',
    to: lowerOrphan(lowering, lowerBegun(lowering, looped)),
    next: lowerOnward(lowering, next),
    note: { kind: 'copy' },
  });
  // Whatever the packet came by, POSTROUTING sees no input device. Source: `ip_mc_output`, `ip6_finish_output2`.
  return builder.assign([set('indev', 0)], emitted);
}

/** No socket owns the packet, nor one of the kernel. Source: `skb_orphan`. */
export const NO_SOCKET = [set('socket', 0), set('kernelSocket', 0)];

/** POSTROUTING of a copy, which no socket owns. Source: `skb_clone`. */
export function lowerOrphan(lowering: Lowering, next: StepId): StepId {
  const walk = { hook: 'POSTROUTING', dropErrno: undefined, copied: 'copy' } as const;
  const left = lowerHook(lowering, walk, next);
  return lowering.builder.assign(NO_SOCKET, left);
}

/** What has no hops left for a group doesn't leave its host. Source: `ip_mc_output`, `ip6_finish_output2`. */
function lowerOnward({ builder, family, writesEnds }: Lowering, next: StepId): StepId {
  const routed = writesEnds ? routeIs('multicast') : isMulticast('dst');
  const group = family === 4 ? routed : ALWAYS;
  const spent = builder.failed('ttl', builder.drop({ kind: 'ttl' }));
  return builder.test(all([group, equals('ttl', 0)]), spent, next);
}
