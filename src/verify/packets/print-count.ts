/** Prints a number of packets: a large one by its size. */
export function printCount(count: bigint): string {
  const digits = count.toString();
  if (digits.length <= 7) return digits;
  return `${digits.slice(0, 1)}.${digits.slice(1, 3)}e${digits.length - 1}`;
}
