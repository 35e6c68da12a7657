import type { ByteWindow } from './byte-window.js';
import { CaptureError, type Frame } from './frame.js';

/** Beginnings of a pcap file in its own byte order: times in microseconds or nanoseconds. */
const MAGICS: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xa1b23c4d]);
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const LINK_TYPE_BITS = 0x0fffffff;
/** No record is longer. Source: libpcap's MAXIMUM_SNAPLEN, four times over. */
const LONGEST = 0x100000;

/** Tells whether a file begins as pcap does. */
export function isPcap(window: ByteWindow): boolean {
  return MAGICS.has(window.u32(0, true)) || MAGICS.has(window.u32(0, false));
}

/** Takes the frames of a pcap file that have come whole. Source: draft-ietf-opsawg-pcap. */
export class PcapFrames {
  #little = true;
  #linkType: number | undefined;
  #header: Uint8Array = new Uint8Array(0);

  constructor(private readonly window: ByteWindow) {}

  /** The file's header; empty when it has not come. */
  head(): Uint8Array {
    return this.#header;
  }

  *frames(): Iterable<Frame> {
    const { window } = this;
    if (this.#linkType === undefined) {
      if (window.length < FILE_HEADER) return;
      this.#little = MAGICS.has(window.u32(0, true));
      this.#linkType = window.u32(20, this.#little) & LINK_TYPE_BITS;
      this.#header = window.slice(0, FILE_HEADER).slice();
      window.take(FILE_HEADER);
    }
    while (window.length >= RECORD_HEADER) {
      const length = window.u32(8, this.#little);
      if (length > LONGEST) {
        throw new CaptureError(`a packet of ${length} bytes`, window.position);
      }
      if (window.length < RECORD_HEADER + length) return;
      const bytes = window.slice(RECORD_HEADER, length);
      window.take(RECORD_HEADER + length);
      yield { linkType: this.#linkType, dev: undefined, bytes };
    }
  }
}
