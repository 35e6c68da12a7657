/**
 * A link-layer address for a device that was given none. Linux takes a random one; here it comes from the device's place and name, so
 * that every run gives the same: locally administered, unicast.
 */
export function lladdrFor(namespace: string, index: number, name: string): string {
  const seed = `${namespace}/${index}/${name}`;
  const high = nameHash(seed, 0x811c9dc5);
  const low = nameHash(seed, high);
  const bytes = [high >>> 24, high >>> 16, high >>> 8, high, low >>> 24, low >>> 16];
  return bytes
    .map((byte, at) => (at === 0 ? (byte & 0xfc) | 0x02 : byte & 0xff))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':');
}

/** FNV-1a with a last stir, so that names that differ in one letter give addresses that differ everywhere. */
export function nameHash(text: string, start: number): number {
  let value = start;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 15)) >>> 0;
}
