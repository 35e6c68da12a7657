import type { NameOf } from '../../unsimulated-names.js';

/** What `ipset` has on Linux and is refused here: docs/not-simulated.md is made of it. */
export const IPSET_UNSIMULATED = {
  options: ['ipset create bitmask MASK/LENGTH'],
  'the tool': [
    'ipset -sorted',
    'ipset -resolve',
    'ipset -file in a file',
    'ipset -',
    'ipset help TYPENAME',
  ],
} as const;

/** The name of something that `ipset` has and is refused. */
export type IpsetUnsimulated = NameOf<typeof IPSET_UNSIMULATED>;
