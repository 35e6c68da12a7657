import type { Family } from '../../address/family.js';
import type { Missing } from '../../machine/missing.js';
import { visible } from '../../visible-text.js';

/**
 * What can be found, and what is wrong then.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { deadRules, FINDING_KINDS } from 'nexthop/verify';
 * const host = Host.fromCommands(`
 *   ip link set lo up
 *   iptables -A OUTPUT -j DROP
 *   iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT
 * `);
 * deadRules(host).some(({ kind }) => kind === 'dead-chain-rule'); // true
 * FINDING_KINDS['dead-chain-rule']; // 'a rule of a chain that no packet comes to or meets'
 * ```
 */
export const FINDING_KINDS = Object.freeze({
  'dead-chain-rule': 'a rule of a chain that no packet comes to or meets',
  'dead-rule': 'an `ip rule` that no lookup comes to or meets',
  'dead-route': 'a route of which longer prefixes take every packet',
  'no-effect': 'a rule that packets meet and that changes nothing',
  'unused-chain': 'a chain with rules to which nothing leads, or not from the hook that they need',
  'priority-tie': 'two `ip rule`s of one priority whose order decides',
  'wrong-table': 'a rule that looks in another table than was meant',
  'missing-rule': 'a table that no rule leads to, or packets that no rule leads to theirs',
  'missing-route': 'a table without a route that the packets sent there need',
  'missing-suppress': 'a rule before main that takes packets for connected networks too',
  'missing-mask': 'a mark compared or set whole where other bits of it belong to someone else',
  'wrong-mark':
    'a mark that is set and another that is asked for, or one whose mask leaves bits of it out',
  'mark-never-read': 'a mark that is set and asked for nowhere',
  'mark-never-set': 'a mark that is asked for and set nowhere',
  'mark-too-late': 'a mark set where no route lookup comes after it',
  'mark-not-restored':
    "a connection's mark that is kept and not given back, or given back and never kept",
  'missing-snat': 'packets that leave with a source to which no answer comes back that way',
  'excess-snat': 'packets that stay inside and lose their source',
  'nat-order': 'an address or port asked for on the wrong side of a translation',
  'rp-filter': 'a reverse path filter that drops what arrives by another way than the answer takes',
  'forwarding-off': 'rules for forwarded packets on a host that does not forward',
  loop: "a tunnel's own packets led into it again",
  leak: 'traffic that leaves beside the tunnel it should keep to',
  'allowed-ips': 'a peer of a WireGuard device that has no address left',
  'empty-set': 'a rule that asks for a set in which nothing is',
  'missing-device': 'a rule that names a device which is not there',
  'wrong-device': 'a rule for the packets of a network on a device behind which it is not',
  'wrong-prefix': 'a prefix that is wider than the network whose address it has',
  'wrong-metric': 'a default route whose metric puts it before an older one',
  'missing-accept':
    'a filter that drops what other rules lead through, or the other way of what it lets through',
  'needless-rule':
    'an `ip rule` that packets meet and that none needs, whatever one other thing is missing',
  'leak-when-down': 'traffic that leaves beside a WireGuard device while that is down',
  'unheard-proxy':
    'a rule that hands packets to a proxy and finds no socket: with nft they go on past it',
  'nested-prefix': 'AllowedIPs of a peer that lie in those of another',
  'not-followed':
    'what was not looked at, since it is too much or beside rules of nft: nothing is said of it',
} as const);

/** What kind of thing was found. */
export type FindingKind = keyof typeof FINDING_KINDS;

/** A `fault` is something to mend; a `note` is something to know: it is not counted against a set-up. */
export type Severity = 'fault' | 'note';

const NOTES: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'needless-rule',
  'leak-when-down',
  'nested-prefix',
  'not-followed',
]);

/** Something in a configuration that has no effect, or is not what it looks like. Plain data that can be printed as JSON. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly family: Family;
  /** What it is about, as the tools print it. */
  readonly subject: string;
  /** The command that made it, as it was written; null when the kernel did, or when it is a setting. */
  readonly written: string | null;
  /** Other commands that have part in it, as they were written. */
  readonly also: readonly string[];
  /** The rules before it that leave it nothing, as the tools print them; empty when no packet could meet it anyway. */
  readonly shadowedBy: readonly string[];
  /** Words of the line to look at, best first, where no command was kept: of a setting, a policy, a deletion. */
  readonly clues: readonly string[];
  /** The finding in one sentence; control characters of names and comments are escaped. */
  readonly text: string;
  /** What the host lacks, so that this holds for what is simulated only; absent when it lacks nothing. */
  readonly missing?: readonly Missing[];
}

/** What a finding needs to say; the rest is empty. */
export type FindingFields = Pick<Finding, 'kind' | 'family' | 'subject' | 'text'> & {
  readonly written?: string | null | undefined;
  readonly also?: readonly (string | null | undefined)[];
  readonly shadowedBy?: readonly string[];
  readonly clues?: readonly string[];
  /** As its kind has it when left out. */
  readonly severity?: Severity;
};

/** Makes a finding. */
export function makeFinding(fields: FindingFields): Finding {
  const { kind, family, subject, text, shadowedBy = [], clues = [] } = fields;
  const written = fields.written ?? null;
  const also = (fields.also ?? []).filter(
    (command): command is string => typeof command === 'string' && command !== written,
  );
  const severity = fields.severity ?? (NOTES.has(kind) ? 'note' : 'fault');
  return {
    kind,
    severity,
    family,
    subject,
    written,
    also: [...new Set(also)],
    shadowedBy,
    clues,
    text: visible(text),
  };
}
