import { CUT_SHORT, NOT_IP, type Unreadable } from './unreadable.js';

/** EtherTypes of VLAN tags: 802.1Q, 802.1ad, and what was used before it. */
const VLAN_TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const TAG_BYTES = 4;
const VLAN_ID = 0xfff;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** Where the EtherType stands in frames of a link type that has one before the packet. */
const ETHER_TYPES: Readonly<Record<number, number>> = {
  1: 12, // LINKTYPE_ETHERNET
  113: 14, // LINKTYPE_LINUX_SLL
};
const SLL2_HEADER = 20;

/** Where the IP header begins in a frame of a link type, or why there is none. */
export function findNetworkLayer(linkType: number, bytes: Uint8Array): number | Unreadable {
  switch (linkType) {
    case 1:
    case 113:
      return afterEtherType(bytes, ETHER_TYPES[linkType] ?? 0);
    case 276: // LINKTYPE_LINUX_SLL2
      if (bytes.length <= SLL2_HEADER) return CUT_SHORT;
      return carries(u16(bytes, 0), bytes, SLL2_HEADER);
    case 12: // LINKTYPE_RAW, by its old numbers as well
    case 14:
    case 101:
      return version(bytes, 0);
    case 228: // LINKTYPE_IPV4
      return carries(IPV4, bytes, 0);
    case 229: // LINKTYPE_IPV6
      return carries(IPV6, bytes, 0);
    case 0: // LINKTYPE_NULL
    case 108: // LINKTYPE_LOOP
      return version(bytes, 4);
    default:
      return { kind: 'not sent', why: `link type ${linkType}, which isn't read` };
  }
}

/** The VLAN for which a frame is tagged outermost; 0 when it's for none. */
export function vlanOf(linkType: number, bytes: Uint8Array): number {
  const at = ETHER_TYPES[linkType];
  if (at === undefined || !VLAN_TAGS.has(u16(bytes, at))) return 0;
  return u16(bytes, at + 2) & VLAN_ID;
}

/** Behind the EtherType at an offset, and behind the VLAN tags that come first. */
function afterEtherType(bytes: Uint8Array, offset: number): number | Unreadable {
  let at = offset;
  while (VLAN_TAGS.has(u16(bytes, at))) at += TAG_BYTES;
  return bytes.length < at + 2 ? CUT_SHORT : carries(u16(bytes, at), bytes, at + 2);
}

/** Linux drops a packet of another version than its frame says. Source: `ip_rcv_core`, `ip6_rcv_core`. */
function carries(etherType: number, bytes: Uint8Array, at: number): number | Unreadable {
  if (etherType !== IPV4 && etherType !== IPV6) return NOT_IP;
  if (bytes.length <= at) return CUT_SHORT;
  return (bytes[at] ?? 0) >> 4 === (etherType === IPV4 ? 4 : 6) ? at : NOT_IP;
}

function version(bytes: Uint8Array, at: number): number | Unreadable {
  if (bytes.length <= at) return CUT_SHORT;
  const number = (bytes[at] ?? 0) >> 4;
  return number === 4 || number === 6 ? at : NOT_IP;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
