/** The number of a VLAN as the tool reads it: the digits that a word begins with, cut to 16 bits with a sign; undefined for less than 0, which is none at all. */
export function readVlan(word: string): number | undefined {
  const number = Number.parseInt(word, 10) || 0;
  const short = (number << 16) >> 16;
  return short < 0 ? undefined : short;
}
