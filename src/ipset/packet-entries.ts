import { addressBits, type Family } from '../address/family.js';
import { maskWords } from '../address/prefix.js';
import { assertNever } from '../assert-never.js';
import { addressKey } from '../netfilter/extension/list-question.js';
import { HAS_TRANSPORT_HEADER } from '../netfilter/fragment.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { PROTOCOL } from '../packet/protocol.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  inRange,
  masked,
  not,
  type Predicate,
} from '../predicate/predicate.js';
import { addressMask } from './address-mask.js';
import { PROTOCOLS_WITH_PORTS } from './expand-request.js';
import { countEntries, entriesOf } from './hash-table.js';
import { hasAddressMask, type Dimension, type HashTypeName } from './hash-type.js';
import { dimensionsOf, familyOf, type HashSet, type IpSet } from './ip-set.js';
import type { PacketEntry } from '../netfilter/extension/entry-question.js';
import type { PacketSide } from './set-predicate.js';

/**
 * The entries with which packets are added to a set, and removed from it; undefined where what packets do to the set isn't followed: for lists, link-layer
 * addresses, devices, two networks, sets that give up entries for others. Source: the `kadt` functions of the types.
 */
export function packetEntries(
  set: IpSet,
  family: Family,
  sides: readonly PacketSide[],
): readonly PacketEntry[] | undefined {
  if (!isFollowed(set)) return undefined;
  if ((familyOf(set) ?? family) !== family || sides.length < dimensionsOf(set)) return [];
  const [side = 'src'] = sides;
  switch (set.kind) {
    case 'list:set':
    case 'bitmap:ip,mac':
      return undefined;
    case 'bitmap:port':
      return portEntries(side, [PROTOCOL.tcp, PROTOCOL.udp]).map(({ when, key }) => ({
        when: all([when, inRange(side === 'src' ? 'sport' : 'dport', set.from, set.to)]),
        key,
      }));
    case 'bitmap:ip':
      return [
        {
          when: inRange(side, set.from, set.to),
          key: addressKey(side, maskWords(4, set.netmask)),
        },
      ];
    case 'hash':
      return hashEntries(set, sides);
    default:
      return assertNever(set);
  }
}

/** The types whose entries have one network at most, and nothing that packets don't have. */
const FOLLOWED: ReadonlySet<HashTypeName> = new Set<HashTypeName>([
  'hash:ip',
  'hash:net',
  'hash:ip,port',
  'hash:net,port',
  'hash:ip,port,ip',
  'hash:ip,port,net',
  'hash:ip,mark',
]);

function isFollowed(set: IpSet): boolean {
  return set.kind === 'hash'
    ? !set.forceadd && FOLLOWED.has(set.type.name)
    : set.kind === 'bitmap:port' || set.kind === 'bitmap:ip';
}

/** How many entries more there is room for. */
export function roomIn(set: IpSet): number {
  return set.kind === 'hash' ? set.maxelem - countEntries(set.table) : Infinity;
}

/** The length of the networks that packets add to a set: that of its longest. Source: `INIT_CIDR`. */
export function packetLength({ type, family, table }: HashSet): number {
  const at = type.dimensions.indexOf('net');
  const lengths = entriesOf(table).flatMap(({ parts }) => {
    const part = parts[at];
    return part?.kind === 'address' ? [part.prefix.length] : [];
  });
  return lengths.reduce((most, length) => Math.max(most, length), 0) || addressBits(family);
}

function hashEntries(set: HashSet, sides: readonly PacketSide[]): readonly PacketEntry[] {
  const parts = set.type.dimensions.map((dimension, at) =>
    partEntries(set, dimension, sides[at] ?? 'src'),
  );
  return parts.reduce((before, more) =>
    before.flatMap((one) =>
      more.map(({ when, key }) => ({
        when: all([one.when, when]),
        key: [...one.key, ...key],
      })),
    ),
  );
}

/** What packets have for one dimension of a set. */
function partEntries(set: HashSet, dimension: Dimension, side: PacketSide): readonly PacketEntry[] {
  const { type, family, markmask = 0xffffffff } = set;
  switch (dimension) {
    case 'ip': {
      if (!hasAddressMask(type)) {
        return [{ when: ALWAYS, key: addressKey(side, maskWords(family, addressBits(family))) }];
      }
      const mask = addressMask(set);
      return [{ when: not(isNothing(side, mask)), key: addressKey(side, mask) }];
    }
    case 'net':
      return [{ when: ALWAYS, key: addressKey(side, maskWords(family, packetLength(set))) }];
    case 'port':
      return [...portEntries(side, PROTOCOLS_WITH_PORTS), ...portless(family)];
    case 'mark': {
      const terms = [{ field: 'mark', take: markmask, shift: 0 }] as const;
      return [{ when: ALWAYS, key: [{ bits: 32, constant: 0, terms }] }];
    }
    case 'iface':
    case 'mac':
      return [];
    default:
      return assertNever(dimension);
  }
}

/** An address of which nothing is left can't be in a set that cuts addresses. */
function isNothing(side: PacketSide, mask: readonly number[]): Predicate {
  return all(mask.map((bits, index) => masked(ADDRESS_FIELDS[side][index] ?? side, bits, 0)));
}

function portEntries(side: PacketSide, protocols: Iterable<number>): readonly PacketEntry[] {
  const field = side === 'src' ? 'sport' : 'dport';
  return [...protocols].map((protocol) => ({
    when: all([equals('protocol', protocol), HAS_TRANSPORT_HEADER]),
    key: [{ bits: 32, constant: protocol << 16, terms: [{ field, take: 0xffff, shift: 0 }] }],
  }));
}

const ICMP = [PROTOCOL.icmp, PROTOCOL.icmpv6];

/** What has no ports: ICMP with type and code, and all else with 0. Source: `ip_set_get_ip4_port`, `ip_set_get_ip6_port`. */
function portless(family: Family): readonly PacketEntry[] {
  const others = [...PROTOCOLS_WITH_PORTS, ...ICMP];
  return [
    ...ICMP.map((protocol) => ({
      when: all([equals('protocol', protocol), HAS_TRANSPORT_HEADER]),
      key: [
        {
          bits: 32,
          constant: protocol << 16,
          terms: [
            { field: 'icmpType', take: 0xff, shift: 8 },
            { field: 'icmpCode', take: 0xff, shift: 0 },
          ],
        } as const,
      ],
    })),
    {
      when: all([
        not(any(others.map((protocol) => equals('protocol', protocol)))),
        family === 4 ? ALWAYS : HAS_TRANSPORT_HEADER,
      ]),
      key: [{ bits: 32, constant: 0, terms: [{ field: 'protocol', take: 0xff, shift: 16 }] }],
    },
  ];
}
