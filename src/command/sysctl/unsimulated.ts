import type { NameOf } from '../../unsimulated-names.js';

/** What `sysctl` has on Linux and is refused here: docs/not-simulated.md is made of it, and of the keys that stay as they are. */
export const SYSCTL_UNSIMULATED = {
  'the tool': ['sysctl --system', 'sysctl --pattern with a back-reference'],
  keys: ['sysctl <key>', 'sysctl <key>=<value>'],
} as const;

/** The name of something that `sysctl` has and is refused. */
export type SysctlUnsimulated = NameOf<typeof SYSCTL_UNSIMULATED>;
