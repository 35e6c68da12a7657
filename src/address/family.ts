/** The address family, by the version number of its header: 4 or 6. No default anywhere. */
export type Family = 4 | 6;

/** The number of bits in an address of the family: 32 or 128. */
export function addressBits(family: Family): number {
  return family === 4 ? 32 : 128;
}
