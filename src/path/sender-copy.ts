import { addressIs } from '../predicate/address-predicate.js';
import { copy, set } from '../predicate/assignment.js';
import { all, ALWAYS, any, equals, not, type Predicate } from '../predicate/predicate.js';
import type { CopyFate } from '../program/ending.js';
import type { KeptField } from '../program/kept-field.js';
import type { StepId } from '../program/step.js';
import { ALL_HOSTS, isMulticast } from './address/address-sets-v4.js';
import { COPY, endOf } from './copy-fate.js';
import { deviceWhere } from './device.js';
import { lowerFrameOfCopy, lowerUnframed } from './frame.js';
import { isJoinedGroup6 } from './address/groups-v6.js';
import { lowerHook } from './netfilter/hook-stages.js';
import { keepPart, putBackPart } from './netfilter/kept-parts.js';
import { LOOPBACK_INDEX } from './loopback.js';
import type { Lowering } from './lowering.js';
import { lowerBegun } from './netfilter/nat-stage.js';
import { routeIs } from './route/route-is.js';

/** Which packets come back to their sender, too. Source: `__mkroute_output`, `ip_mc_output`; `ip6_finish_output2`. */
export function getsCopy({ family, namespace }: Lowering): Predicate {
  const group =
    family === 4
      ? any([routeIs('broadcast'), all([addressIs('dst', ALL_HOSTS), isUp(namespace)])])
      : isJoinedGroup6(namespace, 'routeDev');
  return all([not(equals('routeDev', LOOPBACK_INDEX)), group]);
}

function isUp(namespace: Lowering['namespace']): Predicate {
  return deviceWhere(namespace, 'routeDev', (link) => link.up);
}

/** What a copy meets once it has come back in. */
export interface ComingIn {
  /** What the stack checks before PREROUTING; `dropped` is where a copy goes that doesn't pass. */
  readonly arrive: (passed: StepId, dropped: StepId) => StepId;
  /** What it checks after. */
  readonly route: (passed: StepId, dropped: StepId) => StepId;
}

/**
 * The way of the copy that the sender gets: out through POSTROUTING, and in again by the device of the route as if it had been received there,
 * but without another route lookup or check of its source; then the packet goes on at `next` as it was. The sender is told nothing of it.
 * Source: `ip_mc_finish_output`, `dev_loopback_xmit`.
 */
export function lowerSenderCopy(lowering: Lowering, coming: ComingIn, next: StepId): StepId {
  const { builder, family, namespace } = lowering;
  const restored = builder.assign(
    [
      ...EVERYTHING.flatMap((part) => putBackPart(family, part)),
      set('indev', 0),
      copy('outdev', 'routeDev'),
    ],
    lowerUnframed(lowering, lowerOnward(lowering, next)),
  );
  const ended = (fate: CopyFate): StepId =>
    builder.assign([set('copy', COPY[fate])], restored, { kind: 'copy-end', fate });
  const dropped = ended('dropped');
  const walk = { dropErrno: undefined, orphan: true, copyDropped: dropped };
  const delivered = lowerHook(
    lowering,
    { ...walk, hook: 'INPUT', looped: true },
    ended('delivered'),
  );
  const received = lowerHook(
    lowering,
    { ...walk, hook: 'PREROUTING', looped: true },
    coming.route(delivered, dropped),
  );
  const back = builder.assign(
    [copy('indev', 'routeDev'), set('outdev', 0)],
    lowerFrameOfCopy(lowering, coming.arrive(received, dropped)),
  );
  // A device that is down takes in nothing. Source: `enqueue_to_backlog`.
  const looped = builder.check('device', {
    when: isUp(namespace),
    passes: back,
    fails: dropped,
  });
  const left = lowerHook(lowering, { ...walk, hook: 'POSTROUTING' }, lowerBegun(lowering, looped));
  return builder.assign(
    EVERYTHING.flatMap((part) => keepPart(family, part)),
    left,
    { kind: 'copy' },
  );
}

/** What has no hops left for a group doesn't leave its host. Source: `ip_mc_output`, `ip6_finish_output2`. */
function lowerOnward({ builder, family }: Lowering, next: StepId): StepId {
  const group = family === 4 ? isMulticast('dst') : ALWAYS;
  const ending = { kind: 'drop', at: { kind: 'ttl' }, errno: undefined, icmp: undefined } as const;
  const spent = builder.failed('ttl', endOf(builder, ending, true));
  return builder.test(all([group, equals('ttl', 0)]), spent, next);
}

/** All of a packet that chains can change. */
const EVERYTHING: readonly KeptField[] = ['src', 'dst', 'sport', 'dport', 'mark', 'tos', 'ttl'];
