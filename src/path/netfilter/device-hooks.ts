import type { ChainHook } from '../../netfilter/base-chain.js';
import type { HookName } from '../../netfilter/hook.js';
import { deviceChains } from '../../netfilter/device-chains.js';
import { any, equals } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { PROTOCOL } from '../../packet/protocol.js';
import type { Sending } from '../allowed-ips.js';
import type { Lowering } from '../lowering.js';
import { lowerBaseChain } from './chain-walk.js';
import type { HookWalk } from './hook-walk.js';

/** The hooks of devices: what they take in before all else, and what they give out after all else. */
type DeviceHook = Exclude<ChainHook, HookName>;

/** Which device's chains a packet meets, by the register that holds it. */
const SEEN = { INGRESS: 'indev', EGRESS: 'outdev' } as const;

/**
 * The chains of the device that a packet leaves by, then `next`. Of what is dropped there a sender learns nothing, but for a raw socket of IPv6.
 * Source: `nf_hook_egress`; `ip_send_skb`, `udp_v6_send_skb`, `rawv6_sendmsg`.
 */
export function lowerEgress(lowering: Lowering, sending: Sending, next: StepId): StepId {
  const walk = { hook: 'EGRESS' } as const;
  const silent = lowerDeviceChains(lowering, { ...walk, dropErrno: undefined }, next);
  if (lowering.family === 4 || !sending.isLocal || silent === next) return silent;
  const heard = lowerDeviceChains(lowering, { ...walk, dropErrno: 'ENOBUFS' }, next);
  const swallows = [PROTOCOL.tcp, PROTOCOL.udp, PROTOCOL.udplite];
  const isSilent = any(swallows.map((protocol) => equals('protocol', protocol)));
  return lowering.builder.test(isSilent, silent, heard);
}

/** The chains of a device that a packet meets at a hook, then `next`. */
export function lowerDeviceChains(
  lowering: Lowering,
  walk: HookWalk & { readonly hook: DeviceHook },
  next: StepId,
): StepId {
  const { builder, namespace } = lowering;
  return namespace.links.toArray().reduce((others, { index, name }) => {
    const chains = deviceChains(namespace.netfilter, walk.hook, name);
    if (chains.length === 0) return others;
    const walked = chains.reduceRight(
      (after, placed) => lowerBaseChain(lowering, placed, walk, after),
      next,
    );
    return builder.test(equals(SEEN[walk.hook], index), walked, others);
  }, next);
}
