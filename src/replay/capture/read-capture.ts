import { ByteWindow } from './byte-window.js';
import { CaptureError, type CaptureReader, type RecordSource } from './frame.js';
import { isPcap, PcapFrames } from './pcap.js';
import { isPcapng, PcapngFrames } from './pcapng.js';

const MAGIC_BYTES = 4;

/** Whether a file is a capture, by its first four bytes. */
export function isCapture(start: Uint8Array): boolean {
  if (start.length < MAGIC_BYTES) return false;
  const window = new ByteWindow();
  window.push(start);
  return isPcap(window) || isPcapng(window);
}

/**
 * Reads pcap or pcapng, whichever it turns out to be; an empty file has no frames.
 *
 * @param at - where the bytes stand that are read first, in bytes from the beginning of the file
 */
export function readCapture(at = 0): CaptureReader {
  const window = new ByteWindow(at);
  let source: RecordSource | undefined;

  function begin(): RecordSource {
    if (window.length >= MAGIC_BYTES && isPcap(window)) return new PcapFrames(window);
    if (window.length >= MAGIC_BYTES && isPcapng(window)) return new PcapngFrames(window);
    throw new CaptureError('neither pcap nor pcapng', window.position);
  }

  return {
    get position() {
      return window.position;
    },
    get isLost() {
      return source?.isLost === true;
    },
    head: () => source?.head() ?? new Uint8Array(0),
    *push(chunk) {
      window.push(chunk);
      if (source === undefined && window.length < MAGIC_BYTES) return;
      source ??= begin();
      yield* source.records(false);
    },
    *end() {
      if (source === undefined && window.length === 0) return;
      source ??= begin();
      yield* source.records(true);
    },
  };
}
