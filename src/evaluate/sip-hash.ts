/** A 64-bit number as two 32-bit halves. */
export interface Word64 {
  readonly high: number;
  readonly low: number;
}

/**
 * SipHash-2-4 of whole 64-bit words, with the 64-bit arithmetic done in halves. Source: Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF".
 *
 * @param words - the message as little-endian 32-bit words; an even number of them
 */
export function sipHash(words: readonly number[], key0: Word64, key1: Word64): Word64 {
  const state = new SipState(key0, key1);
  for (let at = 0; at + 1 < words.length; at += 2) state.absorb(words[at] ?? 0, words[at + 1] ?? 0);
  // The last word has the message's length in bytes as its highest byte.
  state.absorb(0, (words.length * 4) << 24);
  return state.finish();
}

/** Numbers of the four state words, each in two places: its low half, then its high half. */
const V0 = 0;
const V1 = 2;
const V2 = 4;
const V3 = 6;

class SipState {
  readonly #v: Int32Array;

  constructor(key0: Word64, key1: Word64) {
    this.#v = Int32Array.of(
      0x70736575 ^ key0.low,
      0x736f6d65 ^ key0.high,
      0x6e646f6d ^ key1.low,
      0x646f7261 ^ key1.high,
      0x6e657261 ^ key0.low,
      0x6c796765 ^ key0.high,
      0x79746573 ^ key1.low,
      0x74656462 ^ key1.high,
    );
  }

  absorb(low: number, high: number): void {
    this.#mix(V3, low, high);
    this.#round();
    this.#round();
    this.#mix(V0, low, high);
  }

  finish(): Word64 {
    this.#mix(V2, 0xff, 0);
    for (let count = 0; count < 4; count += 1) this.#round();
    return {
      low: (this.#at(0) ^ this.#at(2) ^ this.#at(4) ^ this.#at(6)) >>> 0,
      high: (this.#at(1) ^ this.#at(3) ^ this.#at(5) ^ this.#at(7)) >>> 0,
    };
  }

  #round(): void {
    this.#add(V0, V1);
    this.#turn(V1, 13, V0);
    this.#swap(V0);
    this.#add(V2, V3);
    this.#turn(V3, 16, V2);
    this.#add(V0, V3);
    this.#turn(V3, 21, V0);
    this.#add(V2, V1);
    this.#turn(V1, 17, V2);
    this.#swap(V2);
  }

  #at(place: number): number {
    return this.#v[place] ?? 0;
  }

  #mix(to: number, low: number, high: number): void {
    this.#v[to] = this.#at(to) ^ low;
    this.#v[to + 1] = this.#at(to + 1) ^ high;
  }

  #add(to: number, from: number): void {
    const low = (this.#at(to) >>> 0) + (this.#at(from) >>> 0);
    this.#v[to] = low | 0;
    this.#v[to + 1] = this.#at(to + 1) + this.#at(from + 1) + (low > 0xffffffff ? 1 : 0);
  }

  /** Rotates to the left by less than 32 bits, then mixes another word in. */
  #turn(to: number, bits: number, from: number): void {
    const low = this.#at(to);
    const high = this.#at(to + 1);
    this.#v[to] = ((low << bits) | (high >>> (32 - bits))) ^ this.#at(from);
    this.#v[to + 1] = ((high << bits) | (low >>> (32 - bits))) ^ this.#at(from + 1);
  }

  /** Rotates by 32 bits. */
  #swap(word: number): void {
    const low = this.#at(word);
    this.#v[word] = this.#at(word + 1);
    this.#v[word + 1] = low;
  }
}
