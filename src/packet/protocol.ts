/** IP protocol numbers that have a name of their own in the code. Source: IANA protocol numbers. */
export const PROTOCOL = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  dccp: 33,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  sctp: 132,
  udplite: 136,
  ipip: 4,
  ipv6: 41,
} as const;

/** Reports whether packets of a protocol carry source and destination ports. */
export function hasPorts(protocol: number): boolean {
  return PORT_PROTOCOLS.has(protocol);
}

/** Reports whether a protocol is TCP. */
export function isTcp(protocol: number): boolean {
  return protocol === PROTOCOL.tcp;
}

/** Reports whether a protocol is ICMP or ICMPv6. */
export function isIcmp(protocol: number): boolean {
  return protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6;
}

/** The protocols whose packets carry ports. */
export const PORT_PROTOCOLS: ReadonlySet<number> = new Set([
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.dccp,
  PROTOCOL.sctp,
  PROTOCOL.udplite,
]);
