import { ByteWindow } from './byte-window.js';
import { CaptureError, type CaptureReader, type Frame } from './frame.js';
import { isPcap, PcapFrames } from './pcap.js';
import { isPcapng, PcapngFrames } from './pcapng.js';

const MAGIC_BYTES = 4;

/** Tells whether a file is a capture, by its first four bytes. */
export function isCapture(start: Uint8Array): boolean {
  if (start.length < MAGIC_BYTES) return false;
  const window = new ByteWindow();
  window.push(start);
  return isPcap(window) || isPcapng(window);
}

/** Reads pcap or pcapng, whichever it turns out to be; an empty file has no frames. */
export function readCapture(): CaptureReader {
  const window = new ByteWindow();
  let source: { frames(): Iterable<Frame>; head(): Uint8Array } | undefined;
  return {
    get position() {
      return window.position;
    },
    head: () => source?.head() ?? new Uint8Array(0),
    *push(chunk) {
      window.push(chunk);
      if (source === undefined) {
        if (window.length < MAGIC_BYTES) return;
        if (isPcap(window)) source = new PcapFrames(window);
        else if (isPcapng(window)) source = new PcapngFrames(window);
        else throw new CaptureError('neither pcap nor pcapng', 0);
      }
      yield* source.frames();
    },
    end() {
      if (window.length > 0) {
        throw new CaptureError('the file ends within a packet', window.position);
      }
    },
  };
}
