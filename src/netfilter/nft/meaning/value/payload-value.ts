import { assertNever } from '../../../../assert-never.js';
import { ADDRESS_FIELDS, type AddressField, type Field } from '../../../../packet/field.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import {
  all,
  any,
  equals,
  isNever,
  NEVER,
  not,
  type Predicate,
} from '../../../../predicate/predicate.js';
import { symbolTables } from '../../symbol-table.js';
import { IS_LATER_FRAGMENT } from '../../../fragment.js';
import { LO } from '../../../looped.js';
import type { ProtocolName } from '../../header/protocol.js';
import type { PayloadSelector } from '../../selector.js';
import type { NftScope } from '../scope.js';
import {
  ABSENT,
  constantValue,
  fieldValue,
  fieldWord,
  maskWord,
  OPEN,
  shiftWord,
  type Value,
} from './value.js';

/** What a header has for a packet of a version of IP; a header that it hasn't ends the rule. */
export function payloadValue(
  { protocol, field, inner, type }: PayloadSelector,
  scope: NftScope,
): Value {
  if (inner !== undefined) return OPEN;
  const found = FIELDS[`${protocol} ${field}`];
  // Ports stand at one place in all headers that have them, and the kernel doesn't ask which one it reads. Source: `nft_payload_eval`.
  const present = hasHeader(found === sport || found === dport ? 'th' : protocol, scope);
  if (isNever(present)) return ABSENT;
  if (found === undefined) {
    const usual = usualNumber(`${protocol} ${field}`, scope);
    return usual === undefined ? { kind: 'open', present } : { kind: 'open', present, usual };
  }
  switch (found.kind) {
    case 'address': {
      const fields = ADDRESS_FIELDS[found.address].slice(0, protocol === 'ip' ? 1 : 4);
      return { kind: 'words', words: fields.map((one) => fieldWord(one, 32)), present };
    }
    case 'number':
      return fieldValue(found.field, type.bits, present);
    case 'tos': {
      const word = { ...fieldWord('tos', 8), bits: type.bits };
      const part = found.part === 'dscp' ? shiftWord(fieldWord('tos', 8), -2) : maskWord(word, 3);
      return { kind: 'words', words: [{ ...part, bits: type.bits }], present };
    }
    case 'length': {
      const by = scope.family === 4 ? 20 : 40;
      return { kind: 'less', field: 'length', by, present };
    }
    case 'constant':
      return constantValue(found.value, present);
    case 'ether type':
      return constantValue(ETHER_TYPES[scope.family], present);
    default:
      return assertNever(found);
  }
}

/** What a header has if nobody has asked for something else; undefined for what differs from packet to packet. */
function usualNumber(field: string, { hook, looped, labels }: NftScope): bigint | undefined {
  switch (field) {
    case 'ip frag-off':
      return hook === 'OUTPUT' ? DONT_FRAGMENT : 0n;
    case 'ip6 flowlabel': {
      const canBeOwn = hook === 'OUTPUT' || hook === 'POSTROUTING' || hook === 'EGRESS' || looped;
      return labels && canBeOwn ? undefined : 0n;
    }
    default:
      return undefined;
  }
}

/** What a socket that finds the MTU of the way sends with, as sockets do if nothing else is asked of them. Source: `ip_dont_fragment`. */
const DONT_FRAGMENT = 0x4000n;

type KnownField =
  | { readonly kind: 'address'; readonly address: AddressField }
  | { readonly kind: 'number'; readonly field: Field }
  | { readonly kind: 'tos'; readonly part: 'dscp' | 'ecn' }
  /** The length without the header of IP, to which no options or extensions belong here. */
  | { readonly kind: 'length' }
  | { readonly kind: 'constant'; readonly value: bigint }
  /** What a frame states of the packet in it. */
  | { readonly kind: 'ether type' };

const address = (name: AddressField): KnownField => ({ kind: 'address', address: name });
const number = (field: Field): KnownField => ({ kind: 'number', field });
const dscp: KnownField = { kind: 'tos', part: 'dscp' };
const length: KnownField = { kind: 'length' };
const ecn: KnownField = { kind: 'tos', part: 'ecn' };
const sport = number('sport');
const dport = number('dport');

const ETHER_TYPES: Readonly<Record<4 | 6, bigint>> = { 4: 0x0800n, 6: 0x86ddn };

/** The fields of headers that packets have here; all others are open. */
const FIELDS: { readonly [name: string]: KnownField } = {
  'ether type': { kind: 'ether type' },
  'ip version': { kind: 'constant', value: 4n },
  'ip hdrlength': { kind: 'constant', value: 5n },
  'ip dscp': dscp,
  'ip ecn': ecn,
  'ip tos': number('tos'),
  'ip length': number('length'),
  'ip ttl': number('ttl'),
  'ip protocol': number('protocol'),
  'ip saddr': address('src'),
  'ip daddr': address('dst'),
  'ip6 version': { kind: 'constant', value: 6n },
  'ip6 dscp': dscp,
  'ip6 ecn': ecn,
  'ip6 tos': number('tos'),
  'ip6 length': length,
  'ip6 nexthdr': number('protocol'),
  'ip6 hoplimit': number('ttl'),
  'ip6 saddr': address('src'),
  'ip6 daddr': address('dst'),
  'tcp sport': sport,
  'tcp dport': dport,
  'tcp flags': number('tcpFlags'),
  'udp sport': sport,
  'udp dport': dport,
  'udp length': length,
  'udplite sport': sport,
  'udplite dport': dport,
  'sctp sport': sport,
  'sctp dport': dport,
  'dccp sport': sport,
  'dccp dport': dport,
  'th sport': sport,
  'th dport': dport,
  'icmp type': number('icmpType'),
  'icmp code': number('icmpCode'),
  'icmp id': number('icmpId'),
  'icmpv6 type': number('icmpType'),
  'icmpv6 code': number('icmpCode'),
  'icmpv6 id': number('icmpId'),
};

/** The registers that a statement writes in a header; undefined for what no register has. */
export function writtenField({ protocol, field }: PayloadSelector): KnownField | undefined {
  return FIELDS[`${protocol} ${field}`];
}

/** The transport protocols whose headers are read by name. */
const TRANSPORTS: { readonly [Name in ProtocolName]?: number } = {
  tcp: PROTOCOL.tcp,
  udp: PROTOCOL.udp,
  udplite: 136,
  sctp: PROTOCOL.sctp,
  dccp: PROTOCOL.dccp,
  icmp: PROTOCOL.icmp,
  icmpv6: PROTOCOL.icmpv6,
  igmp: 2,
  ah: 51,
  esp: 50,
  comp: 108,
  gre: 47,
  gretap: 47,
  vxlan: PROTOCOL.udp,
  geneve: PROTOCOL.udp,
};

/** Holds for packets that have the header. What it is read from is not asked by the kernel, but by a condition that nft puts before it. */
function hasHeader(protocol: ProtocolName, { family, looped, hook, devices }: NftScope): Predicate {
  if (protocol === 'ip') return family === 4 ? all([]) : NEVER;
  if (protocol === 'ip6') return family === 6 ? all([]) : NEVER;
  if (protocol === 'arp' || protocol === 'vlan') return NEVER;
  // A frame has what comes by a device: what is sent from here has none as yet before it leaves, nor has the copy that its sender gets. Source:
  // `nft_payload_eval`, `skb_mac_header_was_set`, `skb_mac_header_len`, `__dev_queue_xmit`, `dev_loopback_xmit`.
  if (protocol === 'ether' && hook === 'EGRESS') return leavesFramed(devices);
  if (protocol === 'ether') return looped ? equals('indev', LO) : not(equals('indev', 0));
  const own = TRANSPORTS[protocol];
  const whole = not(IS_LATER_FRAGMENT);
  if (own !== undefined) return all([equals('protocol', own), whole]);
  const ported = [PROTOCOL.tcp, PROTOCOL.udp, 136, PROTOCOL.sctp, PROTOCOL.dccp];
  return all([any(ported.map((one) => equals('protocol', one))), whole]);
}

/** The types of devices whose frames are those of Ethernet. */
const FRAMED: ReadonlySet<number> = new Set(
  symbolTables.iface_type.symbols.flatMap(([name, type]) =>
    name === 'ether' || name === 'loopback' ? [type] : [],
  ),
);

/** Holds for what leaves by a device whose frames are those of Ethernet. */
function leavesFramed(devices: NftScope['devices']): Predicate {
  return any(
    devices.filter(({ type }) => FRAMED.has(type)).map(({ index }) => equals('outdev', index)),
  );
}
