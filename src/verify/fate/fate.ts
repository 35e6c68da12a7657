import { assertNever } from '../../assert-never.js';
import type { ErrnoName } from '../../errno.js';
import type { CopyFate, IcmpError } from '../../program/ending.js';
import { visible } from '../../visible-text.js';

/**
 * What becomes of a packet, as far as it doesn't hang on the packet's own numbers: the fields have the meaning that they have in an
 * `Outcome`.
 */
export interface Fate {
  readonly kind: 'transmit' | 'deliver' | 'drop' | 'error';
  /** Name of the device; null when there is none. */
  readonly dev: string | null;
  /** Address of the next hop; null when the destination itself is on the link. */
  readonly gateway: string | null;
  /** Name of the routing table that decided; null when none did. */
  readonly table: string | null;
  /** Priority of the `ip rule` that decided; null when none did. */
  readonly rule: number | null;
  readonly errno: ErrnoName | null;
  /** Where the path ended early. */
  readonly at: string | null;
  readonly icmp: IcmpError | null;
  /** What becomes of the copy that the sender gets itself; null when there is none. */
  readonly copy: CopyFate | null;
  /** What the packet has in the end: a constant, or `kept` as it came, or `changed` when that depends on more. */
  readonly src: string;
  readonly dst: string;
  readonly sport: string;
  readonly dport: string;
  /** A value with the mask of the bits that it states, the others being kept; `changed` besides, after a comma, for bits that are something else. */
  readonly mark: string;
  readonly tos: string;
}

/** Reports whether a fate says of part of the header that it ends as something else, and not as what. */
export function isChanged(fate: Fate): boolean {
  return HEADER_PARTS.some((part) => fate[part].includes('changed'));
}

/** The parts of a fate that state the packet's header. */
export const HEADER_PARTS = ['src', 'dst', 'sport', 'dport', 'mark', 'tos'] as const;

/** A text that is the same for equal fates only. */
export function fateText(fate: Fate): string {
  return `${fateTextButBits(fate)}\n${fate.mark}\n${fate.tos}`;
}

/** A text that is the same only for fates that are equal but for mark and TOS. */
export function fateTextButBits(fate: Fate): string {
  const { kind, dev, gateway, table, rule, errno, at, copy, src, dst, sport, dport } = fate;
  const icmp = fate.icmp && `${fate.icmp.type} ${fate.icmp.code}`;
  // No name has a line of its own.
  const parts = [kind, dev, gateway, table, rule, errno, at, icmp, copy, src, dst, sport, dport];
  return parts.join('\n');
}

/**
 * Prints a fate in one line: `leaves by eth0 via 192.168.1.2 (rule 32765, table smtp), mark 0x2`.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { diff, printFate } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * const changes = diff(host, host.run('iptables -A OUTPUT -p udp -j DROP'), { family: 4, direction: 'sent' });
 * const [fate] = changes.flatMap(({ after }) => after ?? []);
 * fate && printFate(fate).startsWith('is dropped at filter OUTPUT'); // true
 * ```
 */
export function printFate(fate: Fate): string {
  const { icmp, copy } = fate;
  const error = icmp === null ? [] : [`the sender gets ICMP error ${icmp.type}/${icmp.code}`];
  const copied = copy === null ? [] : [`a copy for the sender is ${copy}`];
  return visible([printEnd(fate), ...printChanges(fate), ...error, ...copied].join(', '));
}

function printEnd(fate: Fate): string {
  switch (fate.kind) {
    case 'transmit': {
      const via = fate.gateway === null ? '' : ` via ${fate.gateway}`;
      return `leaves by ${fate.dev ?? '?'}${via}${printDecision(fate)}`;
    }
    case 'deliver':
      return `is delivered here${fate.dev === null ? '' : ` from ${fate.dev}`}`;
    case 'drop':
      return `is dropped at ${fate.at ?? '?'}${fate.errno === null ? '' : ` (${fate.errno})`}`;
    case 'error':
      return `fails with ${fate.errno ?? '?'} at ${fate.at ?? '?'}`;
    default:
      return assertNever(fate.kind);
  }
}

function printDecision({ rule, table }: Fate): string {
  const parts = [
    ...(rule === null ? [] : [`rule ${rule}`]),
    ...(table === null ? [] : [`table ${table}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function printChanges(fate: Fate): readonly string[] {
  const known = HEADER_PARTS.filter((part) => fate[part] !== 'kept');
  return known.map((part) => `${part} ${fate[part]}`);
}
