import type { NameOf } from '../unsimulated-names.js';

/** What iptables and ip6tables have on Linux and is refused here: docs/not-simulated.md is made of it. */
export const IPTABLES_UNSIMULATED = {
  extensions: ['-m <match>', '-j <target>'],
  'in ip6tables': ['--src-type UNREACHABLE of IPv6', '--dst-type UNREACHABLE of IPv6'],
  'options of matches': ['-m cgroup --path', '--restore-skmark', '--every above <number>'],
  'options of targets': ['--<option> with a port for other protocols'],
  'the rest': ['-v -v', '--help of an extension', 'a counter of 2^53 or more'],
} as const;

/** The name of something that iptables has and is refused. */
export type IptablesUnsimulated = NameOf<typeof IPTABLES_UNSIMULATED>;
