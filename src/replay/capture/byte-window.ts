const EMPTY = new Uint8Array(0);

/** The bytes of a stream that have come and were not taken yet. */
export class ByteWindow {
  #bytes: Uint8Array = EMPTY;
  #view: DataView = new DataView(EMPTY.buffer);
  #taken = 0;
  #before: number;

  /** @param at - where the stream begins, in bytes from the beginning of the file */
  constructor(at = 0) {
    this.#before = at;
  }

  /** How many bytes wait. */
  get length(): number {
    return this.#bytes.length - this.#taken;
  }

  /** Where the first byte stands that waits, in bytes from the beginning of the file. */
  get position(): number {
    return this.#before + this.#taken;
  }

  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#taken);
    this.#before += this.#taken;
    this.#taken = 0;
    if (rest.length === 0) {
      this.#bytes = chunk;
    } else {
      this.#bytes = new Uint8Array(rest.length + chunk.length);
      this.#bytes.set(rest);
      this.#bytes.set(chunk, rest.length);
    }
    const { buffer, byteOffset, byteLength } = this.#bytes;
    this.#view = new DataView(buffer, byteOffset, byteLength);
  }

  /** The number of four bytes at an offset from here; the bytes must have come. */
  u32(offset: number, littleEndian: boolean): number {
    return this.#view.getUint32(this.#taken + offset, littleEndian);
  }

  /** The number of two bytes at an offset from here; the bytes must have come. */
  u16(offset: number, littleEndian: boolean): number {
    return this.#view.getUint16(this.#taken + offset, littleEndian);
  }

  /** Bytes at an offset from here, not copied. */
  slice(offset: number, length: number): Uint8Array {
    return this.#bytes.subarray(this.#taken + offset, this.#taken + offset + length);
  }

  take(length: number): void {
    this.#taken += length;
  }
}
