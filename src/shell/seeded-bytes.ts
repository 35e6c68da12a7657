/**
 * Bytes for the keys that a script makes: by a generator that always begins alike, so that a script does the same every time. Not for
 * keys that are to be secret. Source: the mixing function of SplitMix, Steele, Lea and Flood, "Fast splittable pseudorandom number generators".
 */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) & 0xff;
  };
  return (length) => Uint8Array.from({ length }, next);
}
