/** What every hash starts from. Source: `JHASH_INITVAL`. */
const START = 0xdeadbeef;

/** Bob Jenkins' hash of 32-bit words, as a 32-bit word. Source: `jhash2`. */
export function hashWords(words: readonly number[], initval: number): number {
  return hashBytes(words, words.length << 2, initval);
}

/** The same of so many bytes, zeros behind them in the last of the words. Source: `jhash`. */
export function hashBytes(words: readonly number[], bytes: number, initval: number): number {
  let a = (START + bytes + initval) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; words.length - at > 3; at += 3) {
    a = (a + (words[at] ?? 0)) | 0;
    b = (b + (words[at + 1] ?? 0)) | 0;
    c = (c + (words[at + 2] ?? 0)) | 0;
    a = (a - c) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = (a - c) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = (b - a) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = (c - b) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (at === words.length) return c >>> 0;
  a = (a + (words[at] ?? 0)) | 0;
  b = (b + (words[at + 1] ?? 0)) | 0;
  c = (c + (words[at + 2] ?? 0)) | 0;
  return finish(a, b, c);
}

/** The hash of two words from the initial value 0. Source: `jhash_2words`. */
export function hashPair(first: number, second: number): number {
  const start = START + (2 << 2);
  return finish((first + start) | 0, (second + start) | 0, start | 0);
}

/** Mixes what is left. Source: `__jhash_final`. */
function finish(a: number, b: number, c: number): number {
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
