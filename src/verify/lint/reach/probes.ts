import type { Address } from '../../../address/address.js';
import { prefixContains, type Prefix } from '../../../address/prefix.js';
import { makePacket, type PacketFields } from '../../../packet/make-packet.js';
import type { Packet } from '../../../packet/packet.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Facts } from '../facts.js';

/** A port that no rule has in mind. */
const ANY_PORT = 54321;

/** A TCP packet to a port that nobody names, unless other fields are given. */
export function probe(fields: Partial<PacketFields> & Pick<PacketFields, 'dst'>): Packet {
  return makePacket({ protocol: PROTOCOL.tcp, dport: ANY_PORT, ...fields });
}

/** Fields by which a packet meets a rule of the policy database, as far as a packet has them; undefined when it can't. */
export function fieldsFor(
  facts: Facts,
  rule: Rule,
  { src, iif }: { readonly src: Address | undefined; readonly iif: string | undefined },
): (Partial<PacketFields> & Pick<PacketFields, 'dst'>) | undefined {
  const { from, to, fwmark, tos, dscp, ipproto, sport, dport, uidrange } = rule;
  if (rule.not || rule.oif !== undefined || rule.l3mdev || rule.tunId !== undefined)
    return undefined;
  if (rule.iif !== undefined && rule.iif !== (iif ?? 'lo')) return undefined;
  if (iif !== undefined && uidrange !== undefined) return undefined;
  if (from !== undefined && (src === undefined || !prefixContains(from.prefix, src)))
    return undefined;
  const service = tos ?? (dscp === undefined ? undefined : dscp.value << 2);
  const protocol = ipproto ?? PROTOCOL.tcp;
  const ports = protocol === PROTOCOL.tcp || protocol === PROTOCOL.udp;
  return {
    src,
    iif,
    protocol,
    dst: to === undefined ? facts.far : addressOf(to.prefix),
    mark: fwmark === undefined ? 0 : (fwmark.value & fwmark.mask) >>> 0,
    ...(service === undefined ? {} : { tos: service }),
    ...(ports ? { dport: dport?.from ?? ANY_PORT } : {}),
    ...(ports && sport !== undefined ? { sport: sport.from } : {}),
    ...(uidrange === undefined ? {} : { uid: uidrange.from }),
  };
}

function addressOf({ address }: Prefix): Address {
  return address;
}
