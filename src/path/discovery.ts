import { routeTypeNumber } from '../fib/route.js';
import { copy, set } from '../predicate/assignment.js';
import type { StepId } from '../program/step.js';
import { isMulticast6 } from './address/address-sets-v6.js';
import type { Lowering } from './lowering.js';
import { lowerOutputHooks } from './netfilter/output-hooks.js';
import type { OutputExits } from './output-v4.js';
import { lowerReroute6, MANGLED6 } from './output-v6.js';

/**
 * A message of neighbour discovery up to POSTROUTING: it leaves by the device whose neighbours it is for, so that no route is looked up; what OUTPUT changes
 * has it routed as any packet. It comes from that device for what sees its input device. Source: `ndisc_send_skb`, `icmp6_dst_alloc`, `ip6_output`.
 */
export function lowerDiscovery(lowering: Lowering, { rpdb, leave }: OutputExits): StepId {
  const { builder } = lowering;
  const hooks = lowerOutputHooks(lowering, {
    leave,
    mangled: MANGLED6,
    reroute: (next) => lowerReroute6(lowering, rpdb, next),
  });
  const by = (type: 'unicast' | 'multicast'): StepId =>
    builder.assign(
      [
        copy('iif', 'oif'),
        copy('routeDev', 'oif'),
        copy('outdev', 'oif'),
        set('oif', 0),
        set('indev', 0),
        set('routeType', routeTypeNumber(type)),
      ],
      hooks,
    );
  return builder.test(isMulticast6('dst'), by('multicast'), by('unicast'));
}
