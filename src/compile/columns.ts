/** Lays typed arrays one after the other into one buffer; those of wider numbers have to come first. */
export class ColumnBuffer {
  readonly buffer: ArrayBufferLike;
  #used = 0;

  /**
   * @param bytes - how many bytes all columns take
   * @throws RangeError when the buffer that is given is too short
   */
  constructor(bytes: number, buffer: ArrayBufferLike = new ArrayBuffer(bytes)) {
    if (buffer.byteLength < bytes) {
      throw new RangeError(`buffer: ${bytes} bytes or more, got ${buffer.byteLength}`);
    }
    this.buffer = buffer;
  }

  u32(length: number): Uint32Array {
    return new Uint32Array(this.buffer, this.#take(4 * length), length);
  }

  i32(length: number): Int32Array {
    return new Int32Array(this.buffer, this.#take(4 * length), length);
  }

  u16(length: number): Uint16Array {
    return new Uint16Array(this.buffer, this.#take(2 * length), length);
  }

  u8(length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.#take(length), length);
  }

  #take(bytes: number): number {
    const at = this.#used;
    this.#used += bytes;
    return at;
  }
}

/** @throws RangeError when it is no count */
export function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`count: 0 or more, got ${count}`);
  }
}
