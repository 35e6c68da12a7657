/** Where a part of the packet is kept, so that it can be held against what becomes of it. */
export const KEPT = {
  src: 'savedSrc',
  dst: 'savedDst',
  mark: 'savedMark',
  tos: 'savedTos',
  ttl: 'savedTtl',
} as const;

/** A part of the packet of which a change has it routed again. */
export type ComparedField = keyof typeof KEPT;
