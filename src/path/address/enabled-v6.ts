import type { Link } from '../../namespace/link.js';
import { disableIpv6 } from '../../namespace/sysctl/sysctl.js';
import { not } from '../../predicate/predicate.js';
import type { StepId } from '../../program/step.js';
import { deviceWhere } from '../device.js';
import type { Lowering } from '../lowering.js';

/** What comes in by a device on which IPv6 is switched off is dropped before any rule sees it, over lo too. Source: `ip6_rcv_core`. */
export function lowerEnabled6({ builder, namespace, family }: Lowering, next: StepId): StepId {
  const isOff = (link: Link): boolean => disableIpv6(namespace, link);
  if (family === 4 || !namespace.links.some(isOff)) return next;
  return builder.check('disable_ipv6', {
    when: not(deviceWhere(namespace, 'indev', isOff)),
    passes: next,
    fails: builder.drop({ kind: 'disable_ipv6' }),
  });
}
