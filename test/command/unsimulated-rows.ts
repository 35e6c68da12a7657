import { BRIDGE_UNSIMULATED } from '../../src/command/bridge/unsimulated.js';
import { IP_UNSIMULATED } from '../../src/command/ip/unsimulated.js';
import { IPSET_UNSIMULATED } from '../../src/command/ipset/unsimulated.js';
import { NFT_UNFOLLOWED, NFT_UNSIMULATED } from '../../src/command/nft/unsimulated.js';
import { SYSCTL_UNSIMULATED } from '../../src/command/sysctl/unsimulated.js';
import { WG_UNSIMULATED } from '../../src/command/wg/unsimulated.js';
import { IPTABLES_UNSIMULATED } from '../../src/netfilter/unsimulated.js';
import { BASH_UNSIMULATED } from '../../src/bash/unsimulated.js';
import { SOMETIMES_INERT } from '../../src/shell/tool/inert.js';
import { TOOLS_UNSIMULATED } from '../../src/shell/tool/not-simulated.js';
import { KNOWN_PROGRAMS } from '../../src/shell/known-programs.js';
import type { UnsimulatedNames } from '../../src/unsimulated-names.js';

/** The tables of names that are refused, by the heading that docs/not-simulated.md has for each. */
export const UNSIMULATED: Readonly<Record<string, UnsimulatedNames>> = {
  ip: IP_UNSIMULATED,
  'iptables and ip6tables': IPTABLES_UNSIMULATED,
  ipset: IPSET_UNSIMULATED,
  nft: { ...NFT_UNSIMULATED, ...NFT_UNFOLLOWED },
  sysctl: SYSCTL_UNSIMULATED,
  wg: WG_UNSIMULATED,
  bridge: BRIDGE_UNSIMULATED,
  Bash: BASH_UNSIMULATED,
  'Programs that are there': TOOLS_UNSIMULATED,
  'Programs that are carried out as nothing': {
    'refused by name otherwise': [...SOMETIMES_INERT].toSorted(),
  },
  'Programs that are not': { 'refused by name': [...KNOWN_PROGRAMS].toSorted() },
};

const NAMES = Object.values(UNSIMULATED).flatMap((table) => Object.values(table).flat());

/** Whether a name that was refused is a declared one, of which `<...>` stands for any text. */
export function isNameOf(declared: string, name: string): boolean {
  const parts = declared.split(/<[^>]*>/).map(literal);
  return new RegExp(`^${parts.join('.+')}$`, 's').test(name);
}

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** Whether a name that was refused is one of the tables'. */
export function isDeclared(name: string): boolean {
  return NAMES.some((declared) => isNameOf(declared, name));
}
