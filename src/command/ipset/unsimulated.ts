import type { NameOf } from '../../unsimulated-names.js';

/** What `ipset` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const IPSET_UNSIMULATED = {
  types: [
    'ipset create hash:mac',
    'ipset create hash:ip,mac',
    'ipset create hash:ip,mark',
    'ipset create hash:net,net',
    'ipset create hash:net,port,net',
    'ipset create bitmap:ip,mac',
    'ipset create ipmarkhash',
    'ipset create netnethash',
    'ipset create netportnethash',
    'ipset create macipmap',
    'ipset create machash',
    'ipset create ipmachash',
  ],
  options: [
    'ipset create counters',
    'ipset create skbinfo',
    'ipset create forceadd',
    'ipset create bitmask',
    'ipset create from',
    'ipset create to',
    'ipset create network',
  ],
  'options of a type': ['ipset create <type> netmask'],
  entries: ['ipset add skbmark', 'ipset add skbprio', 'ipset add skbqueue'],
  'the tool': [
    'ipset -output xml',
    'ipset -output json',
    'ipset -sorted',
    'ipset -resolve',
    'ipset -file',
    'ipset -',
    'ipset help TYPENAME',
  ],
} as const;

/** The name of something that `ipset` has and is refused. */
export type IpsetUnsimulated = NameOf<typeof IPSET_UNSIMULATED>;
