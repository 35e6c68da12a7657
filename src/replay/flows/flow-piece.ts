import type { FlowFormat } from './read-flows.js';

/** Whole records of a file, with all that it takes to read them without what came before: `head` and `bytes` are a file of their own. */
export interface FlowPiece {
  readonly format: FlowFormat;
  /** How the file says that what follows is to be read: the names of columns, a capture's header and interfaces. Empty when nothing is said. */
  readonly head: Uint8Array;
  /** In memory of its own, which can be handed to another thread. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What has to be added to the numbers of its frames or lines to make them those of the file. */
  readonly before: number;
}

/** Cuts a file into pieces as its bytes come. */
export interface FlowCutter {
  /** The pieces that are complete with these bytes. @throws CaptureError or ParseError when they are nothing that can be read */
  push(chunk: Uint8Array): Iterable<FlowPiece>;
  /** The pieces that are left at the end. @throws CaptureError when the file ends within a packet, after the last piece */
  end(): Iterable<FlowPiece>;
}

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
}
