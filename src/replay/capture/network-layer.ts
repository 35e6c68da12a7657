const VLAN_TAGS: ReadonlySet<number> = new Set([0x8100, 0x88a8, 0x9100]);
const IPV4 = 0x0800;
const IPV6 = 0x86dd;

/** Where the IP header begins in a frame of a link type; -1 when it carries no IP, undefined for a link type that isn't known. */
export function findNetworkLayer(linkType: number, bytes: Uint8Array): number | undefined {
  switch (linkType) {
    case 1: // LINKTYPE_ETHERNET
      return afterEtherType(bytes, 12);
    case 113: // LINKTYPE_LINUX_SLL
      return afterEtherType(bytes, 14);
    case 276: // LINKTYPE_LINUX_SLL2
      return isIp(u16(bytes, 0)) ? 20 : -1;
    case 12: // LINKTYPE_RAW, by its old numbers as well
    case 14:
    case 101:
    case 228: // LINKTYPE_IPV4
    case 229: // LINKTYPE_IPV6
      return bytes.length > 0 ? 0 : -1;
    case 0: // LINKTYPE_NULL
    case 108: // LINKTYPE_LOOP
      return bytes.length > 4 ? 4 : -1;
    default:
      return undefined;
  }
}

/** Behind the EtherType at an offset, and behind the VLAN tags that come first. */
function afterEtherType(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (VLAN_TAGS.has(u16(bytes, at))) at += 4;
  return isIp(u16(bytes, at)) ? at + 2 : -1;
}

function isIp(etherType: number): boolean {
  return etherType === IPV4 || etherType === IPV6;
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
