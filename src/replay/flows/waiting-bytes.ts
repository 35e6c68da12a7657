/** Bytes that wait to be cut off. */
export class WaitingBytes {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** Where the first byte is that has one of two values; undefined when none is. */
  find(one: number, other: number): number | undefined {
    let before = 0;
    for (const chunk of this.#chunks) {
      const places = [chunk.indexOf(one), chunk.indexOf(other)].filter((at) => at >= 0);
      if (places.length > 0) return before + Math.min(...places);
      before += chunk.length;
    }
    return undefined;
  }

  /** The byte at a place; undefined when it has not come. */
  at(place: number): number | undefined {
    let rest = place;
    for (const chunk of this.#chunks) {
      if (rest < chunk.length) return chunk[rest];
      rest -= chunk.length;
    }
    return undefined;
  }

  /** Takes the first bytes, as a copy; there must be so many. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(length);
    let at = 0;
    for (const [index, chunk] of this.#chunks.entries()) {
      const part = chunk.subarray(0, length - at);
      taken.set(part, at);
      at += part.length;
      if (part.length === chunk.length) continue;
      this.#chunks = [chunk.subarray(part.length), ...this.#chunks.slice(index + 1)];
      this.#length -= length;
      return taken;
    }
    this.#chunks = [];
    this.#length = 0;
    return taken;
  }

  /** Takes all bytes away. */
  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }
}
