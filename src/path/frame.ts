import type { Family } from '../address/family.js';
import { frameNumber, type FrameType } from '../packet/frame-type.js';
import { set } from '../predicate/assignment.js';
import { equals, NEVER, not, type Predicate } from '../predicate/predicate.js';
import type { StepId } from '../program/step.js';
import { isLimitedBroadcast, isMulticast } from './address/address-sets-v4.js';
import { isMulticast6 } from './address/address-sets-v6.js';
import type { Lowering } from './lowering.js';

/** The destinations for which frames aren't addressed to one host; a packet to any other is taken to come in one for this host. Source: RFC 1112, RFC 2464. */
export const FRAME_DESTINATIONS: Readonly<
  Record<Family, Readonly<Record<'broadcast' | 'multicast', Predicate>>>
> = {
  4: { broadcast: isLimitedBroadcast('dst'), multicast: isMulticast('dst') },
  6: { broadcast: NEVER, multicast: isMulticast6('dst') },
};

/** The packet came in a frame for more than this host. */
export const FRAMED_FOR_MANY: Predicate = not(equals('frame', frameNumber('unicast')));

/** Keeps how the frame of a packet that arrives is addressed, if it makes a difference: NAT can change the destination later. */
export function lowerFrame(lowering: Lowering, next: StepId): StepId {
  if (!lowering.asksFrames && !lowering.turnsFrames) return next;
  const { broadcast, multicast } = FRAME_DESTINATIONS[lowering.family];
  const { builder } = lowering;
  const other = builder.test(broadcast, framed(lowering, 'broadcast', next), next);
  return builder.test(multicast, framed(lowering, 'multicast', next), other);
}

/** A copy for the sender was in no frame; nobody looks at its checksum. Source: `dev_loopback_xmit`. */
export function lowerFrameOfCopy(lowering: Lowering, received: StepId): StepId {
  const { asksFrames, turnsFrames, breaksSums, builder } = lowering;
  const next = breaksSums ? builder.assign([set('sumBroken', 0)], received) : received;
  return asksFrames || turnsFrames ? framed(lowering, 'looped', next) : next;
}

function framed({ builder }: Lowering, type: FrameType, next: StepId): StepId {
  return builder.assign([set('frame', frameNumber(type))], next);
}
