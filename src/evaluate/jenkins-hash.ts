/** Bob Jenkins' hash of two 32-bit words, as a 32-bit word. Source: `jhash_2words` with the initial value 0. */
export function jenkinsHash(first: number, second: number): number {
  const start = 0xdeadbeef + (2 << 2);
  let a = (first + start) | 0;
  let b = (second + start) | 0;
  let c = start | 0;
  c = (c ^ b) - rotate(b, 14);
  a = (a ^ c) - rotate(c, 11);
  b = (b ^ a) - rotate(a, 25);
  c = (c ^ b) - rotate(b, 16);
  a = (a ^ c) - rotate(c, 4);
  b = (b ^ a) - rotate(a, 14);
  c = (c ^ b) - rotate(b, 24);
  return c >>> 0;
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
