import type { QuickRun } from './quick-run.js';

/** What a full tunnel needs of one family. */
interface FamilyWords {
  readonly option: '-4' | '-6';
  readonly table: 'ip' | 'ip6';
}

/** The words of the family of a prefix. */
export function familyWords(prefix: string): FamilyWords {
  return prefix.includes(':') ? { option: '-6', table: 'ip6' } : { option: '-4', table: 'ip' };
}

/**
 * The rules of nft for a full tunnel: nobody but the device brings packets to its addresses, and answers to what the tunnel sends have its
 * mark.
 */
export function firewallOf(run: QuickRun, prefix: string, mark: number): string {
  const { option, table: family } = familyWords(prefix);
  const { device } = run;
  const table = `${family} wg-quick-${device}`;
  const listed = run.ask(['ip', '-o', option, 'addr', 'show', 'dev', device], false).text;
  const addresses = [...listed.matchAll(/inet6? ([0-9a-f:.]+)\/\d+/g)].map(([, one]) => one);
  return [
    `add table ${table}`,
    `add chain ${table} preraw { type filter hook prerouting priority -300; }`,
    `add chain ${table} premangle { type filter hook prerouting priority -150; }`,
    `add chain ${table} postmangle { type filter hook postrouting priority -150; }`,
    ...addresses.map(
      (address) =>
        `add rule ${table} preraw iifname != "${device}" ${family} daddr ${address} fib saddr type != local drop`,
    ),
    `add rule ${table} premangle meta l4proto udp meta mark set ct mark`,
    `add rule ${table} postmangle meta l4proto udp meta mark ${mark} ct mark set meta mark`,
    '',
  ].join('\n');
}

/** Takes away the rules that a full tunnel has. */
export function removeFirewall(run: QuickRun): void {
  const own = run
    .ask(['nft', 'list', 'tables'], false)
    .text.split('\n')
    .filter((line) => line.endsWith(` wg-quick-${run.device}`));
  if (own.length > 0) run.run(['nft', '-f'], own.map((table) => `delete ${table}\n`).join(''));
}
