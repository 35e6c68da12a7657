import { assertNever } from '../../../../assert-never.js';
import type { Family } from '../../../../address/family.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../../../../packet/field.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import { ALWAYS, any, equals, not, type Predicate } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import type { RawPayloadSelector } from '../../selector.js';
import type { StatementValue } from '../../statement-operands.js';
import type { NftScope, Transport } from '../scope.js';
import { OPEN, type Term, type Value, type Word } from './value.js';

/** What stands at some bits of a header: a register, or the same number in every packet. */
type Part = readonly [offset: number, bits: number, holds: Field | number];

const addressAt = (offset: number, address: AddressField, words: number): readonly Part[] =>
  ADDRESS_FIELDS[address]
    .slice(0, words)
    .map((field, index): Part => [offset + 32 * index, 32, field]);

/** What packets have of the headers of IP, which have no options here. */
const NETWORK: Readonly<Record<4 | 6, readonly Part[]>> = {
  4: [
    [0, 8, 0x45],
    [8, 8, 'tos'],
    [16, 16, 'length'],
    [64, 8, 'ttl'],
    [72, 8, 'protocol'],
    ...addressAt(96, 'src', 1),
    ...addressAt(128, 'dst', 1),
  ],
  6: [
    [0, 4, 6],
    [4, 8, 'tos'],
    [48, 8, 'protocol'],
    [56, 8, 'ttl'],
    ...addressAt(64, 'src', 4),
    ...addressAt(192, 'dst', 4),
  ],
};

const PORTS: readonly Part[] = [
  [0, 16, 'sport'],
  [16, 16, 'dport'],
];

const TRANSPORT: Readonly<Record<Transport, readonly Part[]>> = {
  tcp: [...PORTS, [104, 8, 'tcpFlags']],
  ported: PORTS,
  icmp: [
    [0, 8, 'icmpType'],
    [8, 8, 'icmpCode'],
    [32, 16, 'icmpId'],
  ],
  other: [],
};

/** Which packets have which of the transport headers of which these places are read; the ports of all that have them lie at the same. */
export function transports(
  { family }: NftScope,
  places: readonly RawPayloadSelector[],
): readonly { readonly transport: Transport; readonly when: Predicate }[] {
  const tcp = isOneOf([PROTOCOL.tcp]);
  const ported = isOneOf(PORTED);
  const icmp = isOneOf([ICMP[family]]);
  const arePorts = places.every(({ offset, type }) => offset + type.bits <= 32);
  return [
    ...(arePorts
      ? ([{ transport: 'ported', when: any([tcp, ported]) }] as const)
      : ([
          { transport: 'tcp', when: tcp },
          { transport: 'ported', when: ported },
        ] as const)),
    { transport: 'icmp', when: icmp },
    { transport: 'other', when: not(any([tcp, ported, icmp])) },
  ];
}

const PORTED: readonly number[] = [PROTOCOL.udp, PROTOCOL.udplite, PROTOCOL.sctp, PROTOCOL.dccp];
const ICMP = { 4: PROTOCOL.icmp, 6: PROTOCOL.icmpv6 } as const;

/** The protocols whose packets can have a transport header. */
export function protocolsOf(transport: Transport, family: Family): readonly number[] {
  switch (transport) {
    case 'tcp':
      return [PROTOCOL.tcp];
    case 'ported':
      return [PROTOCOL.tcp, ...PORTED];
    case 'icmp':
      return [ICMP[family]];
    case 'other':
      return OTHERS[family];
    default:
      return assertNever(transport);
  }
}

const OTHERS: Readonly<Record<Family, readonly number[]>> = { 4: othersOf(4), 6: othersOf(6) };

function othersOf(family: Family): readonly number[] {
  const own = new Set([PROTOCOL.tcp, ...PORTED, ICMP[family]]);
  return Array.from({ length: 256 }, (_, protocol) => protocol).filter((one) => !own.has(one));
}

function isOneOf(protocols: readonly number[]): Predicate {
  return any(protocols.map((one) => equals('protocol', one)));
}

/** What stands at a place of a header, whose fields may be read in part or several at once; what no register has is open. */
export function rawValue(
  { base, offset, type: { bits } }: RawPayloadSelector,
  { family, transport }: NftScope,
): Value {
  switch (base) {
    case 'nh':
      return valueAt(NETWORK[family], offset, bits) ?? OPEN;
    case 'th':
      return (
        valueAt(TRANSPORT[transport ?? 'other'], offset, bits, HAS_TRANSPORT_HEADER) ?? {
          kind: 'open',
          present: HAS_TRANSPORT_HEADER,
        }
      );
    case 'll':
    case 'ih':
      return OPEN;
    default:
      return assertNever(base);
  }
}

function valueAt(
  parts: readonly Part[],
  offset: number,
  bits: number,
  present: Predicate = ALWAYS,
): Extract<Value, { kind: 'words' }> | undefined {
  const count = Math.ceil(bits / 32);
  const words = Array.from({ length: count }, (_, index) => {
    const end = offset + bits - 32 * (count - 1 - index);
    return wordOf(parts, index === 0 ? offset : end - 32, end);
  });
  if (!words.every((word) => word !== undefined)) return undefined;
  return { kind: 'words', words, present };
}

/** The bits from one to before another; undefined where some of them are in no register. */
function wordOf(parts: readonly Part[], from: number, to: number): Word | undefined {
  const terms: Term[] = [];
  let constant = 0;
  let known = 0;
  for (const [start, width, holds] of parts) {
    const [first, end] = [Math.max(start, from), Math.min(start + width, to)];
    if (first >= end) continue;
    known += end - first;
    const shift = to - (start + width);
    // Division and multiplication, since a shift by 32 bits does nothing.
    const take = (2 ** (end - first) - 1) * 2 ** (start + width - end);
    if (typeof holds === 'number') {
      const taken = (holds & take) >>> 0;
      constant |= shift >= 0 ? taken << shift : taken >>> -shift;
    } else {
      terms.push({ field: holds, take, shift });
    }
  }
  return known === to - from ? { bits: to - from, constant: constant >>> 0, terms } : undefined;
}

/** The bits of a transport header that an expression reads, whichever header that is; undefined where it reads none. */
export function transportPlace(value: StatementValue): RawPayloadSelector | undefined {
  if (value.kind === 'raw-payload') return value.base === 'th' ? value : undefined;
  if (value.kind !== 'payload' || value.protocol !== 'th' || value.inner !== undefined) {
    return undefined;
  }
  const { type } = value;
  return { kind: 'raw-payload', base: 'th', offset: value.field === 'sport' ? 0 : 16, type };
}
