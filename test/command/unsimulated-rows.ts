import { IP_UNSIMULATED } from '../../src/command/ip/unsimulated.js';
import { IPSET_UNSIMULATED } from '../../src/command/ipset/unsimulated.js';
import { SYSCTL_UNSIMULATED } from '../../src/command/sysctl/unsimulated.js';
import { IPTABLES_UNSIMULATED } from '../../src/netfilter/unsimulated.js';
import { TOOLS_UNSIMULATED } from '../../src/shell/tool/not-simulated.js';
import { KNOWN_PROGRAMS } from '../../src/shell/known-programs.js';
import type { UnsimulatedNames } from '../../src/unsimulated-names.js';

/** The tables of names that are refused, by the heading that docs/not-simulated.md has for each. */
export const UNSIMULATED: Readonly<Record<string, UnsimulatedNames>> = {
  ip: IP_UNSIMULATED,
  'iptables and ip6tables': IPTABLES_UNSIMULATED,
  ipset: IPSET_UNSIMULATED,
  sysctl: SYSCTL_UNSIMULATED,
  'Programs that are there': TOOLS_UNSIMULATED,
  'Programs that are not': { 'refused by name': [...KNOWN_PROGRAMS].toSorted() },
};

const PATTERNS = Object.values(UNSIMULATED)
  .flatMap((table) => Object.values(table).flat())
  .map(
    (name) =>
      new RegExp(
        `^${name
          .split(/<[^>]*>/)
          .map(literal)
          .join('.+')}$`,
        's',
      ),
  );

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Whether a name that was refused is one of the tables'. */
export function isDeclared(name: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(name));
}
