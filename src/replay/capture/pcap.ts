import type { ByteWindow } from './byte-window.js';
import { brokenAt, CaptureError, type CaptureRecord, type RecordSource } from './frame.js';

/** Beginnings of a pcap file in its own byte order: times in microseconds or nanoseconds. */
const MAGICS: ReadonlySet<number> = new Set([0xa1b2c3d4, 0xa1b23c4d]);
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const LINK_TYPE_BITS = 0x0fffffff;
const VERSION = 2;
/** No record is longer. Source: libpcap's MAXIMUM_SNAPLEN, four times over. */
const LONGEST = 0x100000;

/** Whether a file begins as pcap does. */
export function isPcap(window: ByteWindow): boolean {
  return MAGICS.has(window.u32(0, true)) || MAGICS.has(window.u32(0, false));
}

/**
 * Takes the frames of a pcap file that have come whole. Nothing says where a frame begins but the length of the one before it: what comes after a broken
 * length is lost. Source: draft-ietf-opsawg-pcap.
 */
export class PcapFrames implements RecordSource {
  isLost = false;
  #little = true;
  #linkType: number | undefined;
  #header: Uint8Array = new Uint8Array(0);

  constructor(private readonly window: ByteWindow) {}

  /** The file's header; empty when it has not come. */
  head(): Uint8Array {
    return this.#header;
  }

  *records(ended: boolean): Iterable<CaptureRecord> {
    const { window } = this;
    if (this.#linkType === undefined && window.length >= FILE_HEADER) this.#readHeader();
    const linkType = this.#linkType ?? 0;
    while (this.#linkType !== undefined && !this.isLost && window.length >= RECORD_HEADER) {
      const length = window.u32(8, this.#little);
      if (length > LONGEST) {
        const { position } = window;
        window.take(RECORD_HEADER);
        this.isLost = true;
        yield brokenAt(position, `a packet of ${length} bytes`);
        return;
      }
      if (window.length < RECORD_HEADER + length) break;
      const bytes = window.slice(RECORD_HEADER, length);
      window.take(RECORD_HEADER + length);
      yield { kind: 'frame', linkType, dev: undefined, devTrouble: undefined, bytes };
    }
    if (ended && !this.isLost && window.length > 0) {
      const { position } = window;
      window.take(window.length);
      yield brokenAt(position, 'the file ends within a packet');
    }
  }

  #readHeader(): void {
    const { window } = this;
    this.#little = MAGICS.has(window.u32(0, true));
    const version = window.u16(4, this.#little);
    if (version !== VERSION) throw new CaptureError(`pcap version ${version}`, window.position + 4);
    this.#linkType = window.u32(20, this.#little) & LINK_TYPE_BITS;
    this.#header = window.slice(0, FILE_HEADER).slice();
    window.take(FILE_HEADER);
  }
}
