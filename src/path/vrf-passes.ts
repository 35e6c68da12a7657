import { all, not, type Predicate } from '../predicate/predicate.js';
import { set } from '../predicate/assignment.js';
import type { StepId } from '../program/step.js';
import { domainsOf } from '../namespace/vrf.js';
import { isLimitedBroadcast, isMulticast } from './address/address-sets-v4.js';
import { isMulticast6 } from './address/address-sets-v6.js';
import { isPortOf } from './domain.js';
import type { Lowering } from './lowering.js';
import { lowerHookOfVrf } from './netfilter/hook-stages.js';

/** A packet to a group or to all stays with its own device. Source: `vrf_ip_out`, `vrf_ip_rcv`. */
function isDiverted({ family }: Lowering): Predicate {
  return family === 4 ? not(isMulticast('dst')) : not(isMulticast6('dst'));
}

/** What a port of a VRF receives, the VRF receives, after PREROUTING: it passes that again, with the VRF as its device. Source: `l3mdev_ip_rcv`. */
export function lowerReceivingVrf(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace } = lowering;
  return domainsOf(namespace).reduce((otherwise, { vrf }) => {
    const again = lowerHookOfVrf(lowering, { hook: 'PREROUTING', dropErrno: undefined }, next);
    const taken = builder.test(isDiverted(lowering), again, next);
    const received = builder.assign([set('indev', vrf.index)], taken);
    return builder.test(isPortOf(namespace, 'iif', vrf), received, otherwise);
  }, next);
}

/**
 * What leaves by a port of a VRF passes OUTPUT and POSTROUTING with the VRF as its device first; of what is dropped there the sender learns nothing.
 * One that is down takes the packet in place of its port, and keeps it, unless OUTPUT changes what has it routed again. Source: `l3mdev_ip_out`,
 * `vrf_ip_out_direct`, `qdisc_tx_is_default`, `vrf_ip_out_redirect`, `__ip_local_out`.
 *
 * @param next - OUTPUT with the packet's own device
 */
export function lowerSendingVrf(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace, family } = lowering;
  return domainsOf(namespace).reduce((otherwise, { vrf }) => {
    const sent = vrf.up
      ? lowerDirect(lowering, vrf.index, next)
      : builder.assign([set('routeDev', vrf.index)], next);
    const toAll = family === 4 ? [not(isLimitedBroadcast('dst'))] : [];
    const when = all([isPortOf(namespace, 'routeDev', vrf), isDiverted(lowering), ...toAll]);
    return builder.test(when, sent, otherwise);
  }, next);
}

function lowerDirect(lowering: Lowering, vrf: number, next: StepId): StepId {
  const left = lowerHookOfVrf(lowering, { hook: 'POSTROUTING', dropErrno: undefined }, next);
  const hooks = lowerHookOfVrf(lowering, { hook: 'OUTPUT', dropErrno: undefined }, left);
  return lowering.builder.assign([set('outdev', vrf)], hooks);
}

/** Once OUTPUT is behind it, such a packet comes from the VRF for what sees its input device. Source: `ip_output`. */
export function lowerSentByVrf(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace, family } = lowering;
  return domainsOf(namespace).reduce((otherwise, { vrf }) => {
    if (!vrf.up) return otherwise;
    const toAll = family === 4 ? [not(isLimitedBroadcast('dst'))] : [];
    const when = all([isPortOf(namespace, 'routeDev', vrf), isDiverted(lowering), ...toAll]);
    return builder.test(when, builder.assign([set('indev', vrf.index)], next), otherwise);
  }, next);
}
