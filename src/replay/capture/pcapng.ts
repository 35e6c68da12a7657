import type { ByteWindow } from './byte-window.js';
import { CaptureError, type Frame } from './frame.js';

const SECTION = 0x0a0d0d0a;
const BYTE_ORDER = 0x1a2b3c4d;
const INTERFACE = 1;
const SIMPLE_PACKET = 3;
const ENHANCED_PACKET = 6;
const BLOCK_HEADER = 8;
/** Header, and the length once more at the end. */
const SHORTEST_BLOCK = 12;
const LONGEST_BLOCK = 0x1000000;
const IF_NAME = 2;
const NAMES = new TextDecoder();

/** What a section says of one of its interfaces. */
interface Interface {
  readonly linkType: number;
  readonly dev: string | undefined;
}

/** Tells whether a file begins as pcapng does. */
export function isPcapng(window: ByteWindow): boolean {
  return window.u32(0, true) === SECTION;
}

/** Takes the frames of a pcapng file that have come whole; blocks of other kinds are passed over. Source: draft-ietf-opsawg-pcapng. */
export class PcapngFrames {
  #little = true;
  #interfaces: Interface[] = [];
  /** The section's block and those of its interfaces. */
  #head: Uint8Array[] = [];

  constructor(private readonly window: ByteWindow) {}

  /** The blocks that the section has begun with, as far as they have come. */
  head(): Uint8Array {
    const bytes = new Uint8Array(this.#head.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const block of this.#head) {
      bytes.set(block, at);
      at += block.length;
    }
    return bytes;
  }

  *frames(): Iterable<Frame> {
    const { window } = this;
    while (window.length >= SHORTEST_BLOCK) {
      const isSection = window.u32(0, true) === SECTION;
      if (isSection) this.#beginSection();
      const length = window.u32(4, this.#little);
      if (length < SHORTEST_BLOCK || length > LONGEST_BLOCK || length % 4 !== 0) {
        throw new CaptureError(`a block of ${length} bytes`, window.position);
      }
      if (window.length < length) return;
      const type = window.u32(0, this.#little);
      if (isSection) this.#head = [];
      if (isSection || type === INTERFACE) this.#head.push(window.slice(0, length).slice());
      const frame = isSection ? undefined : this.#block(type, length);
      window.take(length);
      if (frame !== undefined) yield frame;
    }
  }

  #beginSection(): void {
    this.#little = this.window.u32(8, true) === BYTE_ORDER;
    if (!this.#little && this.window.u32(8, false) !== BYTE_ORDER) {
      throw new CaptureError('a section without a byte order', this.window.position);
    }
    this.#interfaces = [];
  }

  #block(type: number, length: number): Frame | undefined {
    const { window } = this;
    switch (type) {
      case INTERFACE:
        this.#interfaces.push({
          linkType: window.u16(BLOCK_HEADER, this.#little),
          dev: this.#name(BLOCK_HEADER + 8, length - 4),
        });
        return undefined;
      case ENHANCED_PACKET:
        return this.#frame(
          window.u32(BLOCK_HEADER, this.#little),
          BLOCK_HEADER + 20,
          Math.min(window.u32(BLOCK_HEADER + 12, this.#little), length - BLOCK_HEADER - 24),
        );
      case SIMPLE_PACKET:
        return this.#frame(
          0,
          BLOCK_HEADER + 4,
          Math.min(window.u32(BLOCK_HEADER, this.#little), length - SHORTEST_BLOCK - 4),
        );
      default:
        return undefined;
    }
  }

  #frame(number: number, offset: number, length: number): Frame {
    const source = this.#interfaces[number];
    if (source === undefined) {
      throw new CaptureError(
        `a packet of an interface ${number} that isn't there`,
        this.window.position,
      );
    }
    return { ...source, bytes: this.window.slice(offset, Math.max(0, length)) };
  }

  /** The interface's name among the options between two offsets. */
  #name(from: number, to: number): string | undefined {
    const { window } = this;
    for (let at = from; at + 4 <= to;) {
      const code = window.u16(at, this.#little);
      const length = window.u16(at + 2, this.#little);
      if (code === IF_NAME) return NAMES.decode(window.slice(at + 4, length));
      if (code === 0) return undefined;
      at += 4 + Math.ceil(length / 4) * 4;
    }
    return undefined;
  }
}
