import type { Family } from '../../address/family.js';
import type { Link } from '../link.js';
import type { Namespace } from '../namespace.js';
import { readSysctl } from './sysctl.js';

/** Whether netfilter sees packets that a bridge forwards (br_netfilter): as all bridges of the namespace have it, or this one. Source: `br_nf_pre_routing`. */
export function bridgeFilters(namespace: Namespace, family: Family, bridge: Link): boolean {
  const name = family === 4 ? 'iptables' : 'ip6tables';
  const { settings } = bridge;
  if (settings.kind === 'bridge' && settings.options[`nf_call_${name}`] !== 0) return true;
  return Number(readSysctl(namespace, `net.bridge.bridge-nf-call-${name}`)) !== 0;
}
