/** Where a part of the packet is kept, so that it can be held against what becomes of it, or be put back. */
export const KEPT = {
  src: 'savedSrc',
  dst: 'savedDst',
  sport: 'savedSport',
  dport: 'savedDport',
  mark: 'savedMark',
  tos: 'savedTos',
  ttl: 'savedTtl',
} as const;

/** A part of the packet that can be kept: all that chains can change. */
export type KeptField = keyof typeof KEPT;

/** A part of the packet of which a change has it routed again. */
export type ComparedField = Exclude<KeptField, 'sport' | 'dport'>;
