/**
 * Connections of one zone are unknown in another. A zone can be that of one direction alone: packets of the other are looked for in zone 0.
 * Source: `struct nf_conntrack_zone`, `nf_ct_zone_id`.
 */
export interface Zone {
  /** Of packets that go as the first did; 0 to 65535. */
  readonly original: number;
  /** Of the answers. */
  readonly reply: number;
}

/** The zone of what no rule has given one. Source: `NF_CT_DEFAULT_ZONE_ID`. */
export const DEFAULT_ZONE: Zone = Object.freeze({ original: 0, reply: 0 });

/** Reports whether two zones are the same for packets of a direction. Source: `nf_ct_zone_equal`. */
export function sameZone(a: Zone, b: Zone, reply: boolean): boolean {
  return reply ? a.reply === b.reply : a.original === b.original;
}

/** The number that a zone was given, in whichever direction it counts. */
export function zoneNumber({ original, reply }: Zone): number {
  return original === 0 ? reply : original;
}
