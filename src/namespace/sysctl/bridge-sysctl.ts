import type { Family } from '../../address/family.js';
import type { Namespace } from '../namespace.js';
import { readSysctl } from './sysctl.js';

/** Whether netfilter sees packets that bridges of the namespace forward (br_netfilter). Source: `br_nf_pre_routing`. */
export function bridgeFilters(namespace: Namespace, family: Family): boolean {
  const name = family === 4 ? 'iptables' : 'ip6tables';
  return Number(readSysctl(namespace, `net.bridge.bridge-nf-call-${name}`)) !== 0;
}
