import { SPREAD } from '../test-index.js';
import { KEYS, PATHS } from './block.js';

const packetKeys = KEYS;
const packetPaths = PATHS;

/** Numbers from 0 on to numbers from 1 on, flat; 0 for one that isn't there. */
export class NumberMap {
  #keys: Int32Array;
  #values: Int32Array;
  #shift: number;
  #size = 0;
  /** Nothing is hashed where keys are few enough to have a place each. */
  readonly #isDirect: boolean;

  /** @param bound - all keys are below */
  constructor(bound: number) {
    this.#isDirect = bound <= DIRECT_MOST;
    this.#shift = 32 - FIRST_BITS;
    this.#keys = new Int32Array(this.#isDirect ? 0 : 1 << FIRST_BITS);
    this.#values = new Int32Array(this.#isDirect ? bound : 1 << FIRST_BITS);
  }

  get size(): number {
    return this.#size;
  }

  get(key: number): number {
    if (this.#isDirect) return this.#values[key] ?? 0;
    return this.#values[this.#slotOf(key)] ?? 0;
  }

  /** Finds the paths of the first packets of a block by their keys; gives the smallest. @param base - is added to every key */
  findPaths(base: number, length: number): number {
    if (this.#isDirect) return findDirect(this.#values, base, length);
    let least = 0x7fffffff;
    for (let at = 0; at < length; at++) {
      const value = this.get(((packetKeys[at] ?? 0) + base) | 0);
      packetPaths[at] = value;
      least = Math.min(least, value);
    }
    return least;
  }

  set(key: number, value: number): void {
    if (!this.#isDirect && 2 * this.#size >= this.#values.length) this.#grow();
    const slot = this.#isDirect ? key : this.#slotOf(key);
    if (this.#values[slot] === 0) this.#size++;
    this.#values[slot] = value;
    if (!this.#isDirect) this.#keys[slot] = key;
  }

  /** Where the key stands, or would. */
  #slotOf(key: number): number {
    const keys = this.#keys;
    const values = this.#values;
    const last = keys.length - 1;
    let slot = Math.imul(key, SPREAD) >>> this.#shift;
    while (values[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & last;
    return slot;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Int32Array(2 * keys.length);
    this.#values = new Int32Array(2 * keys.length);
    this.#shift--;
    for (const [slot, value] of values.entries()) {
      if (value === 0) continue;
      const place = this.#slotOf(keys[slot] ?? 0);
      this.#keys[place] = keys[slot] ?? 0;
      this.#values[place] = value;
    }
  }
}

function findDirect(values: Int32Array, base: number, length: number): number {
  let least = 0x7fffffff;
  for (let at = 0; at < length; at++) {
    const value = values[(packetKeys[at] ?? 0) + base] ?? 0;
    packetPaths[at] = value;
    least = Math.min(least, value);
  }
  return least;
}

const FIRST_BITS = 10;
/** So many words are soon made: the system gives pages that are 0 already, and only when they are used. */
const DIRECT_MOST = 1 << 20;
