import type { ErrnoName } from '../../../errno.js';
import type { TableFamily } from '../family.js';
import type { ObjectData } from './nft-object.js';

type HelperData = Extract<ObjectData, { kind: 'ct helper' }>;

/** The helpers of connection tracking that a kernel has, by the versions of IP that each is for. Source: `nf_conntrack_helper_register`. */
const OF_BOTH: ReadonlySet<string> = new Set([
  'ftp tcp',
  'tftp udp',
  'amanda udp',
  'sane tcp',
  'sip tcp',
  'sip udp',
  'RAS udp',
  'Q.931 tcp',
]);
const OF_IPV4: ReadonlySet<string> = new Set(['irc tcp', 'netbios-ns udp', 'pptp tcp', 'snmp udp']);

/**
 * The family that a helper is listed with: of both versions of IP, where it names neither and is for both. An errno when the kernel refuses what it names.
 *
 * Source: `nft_ct_helper_obj_init`, `nft_ct_helper_obj_dump`
 */
export function helperFamily(
  table: TableFamily,
  { helper, protocol, l3proto }: HelperData,
): TableFamily | { readonly errno: ErrnoName } {
  if (helper === '') return { errno: 'ERANGE' };
  if (l3proto === 'arp') return { errno: 'EAFNOSUPPORT' };
  if ((table === 'ip' && l3proto === 'ip6') || (table === 'ip6' && l3proto === 'ip')) {
    return { errno: 'EINVAL' };
  }
  const key = `${helper} ${protocol}`;
  const isOfBoth = OF_BOTH.has(key);
  if (!isOfBoth && (l3proto === 'ip6' || !OF_IPV4.has(key))) return { errno: 'ENOENT' };
  if (l3proto === 'ip' || l3proto === 'ip6') return l3proto;
  return isOfBoth ? 'inet' : 'ip';
}
