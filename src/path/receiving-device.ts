import { deviceTables } from '../netfilter/device-chains.js';
import { forwards } from '../netfilter/nft/forwarding.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';
import { lowerDeviceChains } from './netfilter/device-hooks.js';
import type { HookWalk } from './netfilter/hook-walk.js';
import { lowerDevice, lowerDriver } from './sending-device.js';

/** The chains of the device that a packet comes in by, then `next`. Source: `nf_ingress`. */
export function lowerIngress(
  lowering: Lowering,
  walk: Pick<HookWalk, 'looped'>,
  next: StepId,
): StepId {
  const ingress = { ...walk, hook: 'INGRESS', dropErrno: undefined } as const;
  const someForward = deviceTables(lowering.namespace.netfilter).some(forwards);
  const given = someForward ? { ...ingress, forwarded: lowerForwarded(lowering) } : ingress;
  return lowerDeviceChains(lowering, given, next);
}

/** What a rule has given to a neighbour leaves by its device, and meets the chains of that. Source: `neigh_xmit`. */
function lowerForwarded(lowering: Lowering): StepId {
  const sending = { isLocal: false };
  const sent = lowering.builder.add({ kind: 'end', ending: { kind: 'transmit', byRule: true } });
  return lowerDevice(lowering, lowerDriver(lowering, sent, sending), sending);
}
