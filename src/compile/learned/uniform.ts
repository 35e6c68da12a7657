/** Reports whether so many numbers from a place on are the same. Nearly free where they aren't. */
export function isUniform(
  column: Uint8Array | Uint16Array | Uint32Array,
  from: number,
  length: number,
): boolean {
  const first = column[from] ?? 0;
  const end = from + length;
  let at = from;
  for (; at + 8 <= end; at += 8) {
    const differs =
      ((column[at] ?? 0) ^ first) |
      ((column[at + 1] ?? 0) ^ first) |
      ((column[at + 2] ?? 0) ^ first) |
      ((column[at + 3] ?? 0) ^ first) |
      ((column[at + 4] ?? 0) ^ first) |
      ((column[at + 5] ?? 0) ^ first) |
      ((column[at + 6] ?? 0) ^ first) |
      ((column[at + 7] ?? 0) ^ first);
    if (differs !== 0) return false;
  }
  while (at < end && column[at] === first) at++;
  return at >= end;
}
