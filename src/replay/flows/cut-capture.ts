import { readCapture } from '../capture/read-capture.js';
import type { CapturePiece, FlowCutter } from './flow-piece.js';
import { WaitingBytes } from './waiting-bytes.js';

const EMPTY = new Uint8Array(0);

/**
 * Cuts a capture between frames.
 *
 * @param least - how many bytes make a piece; it has more when a frame goes further
 */
export function cutCapture(least: number): FlowCutter {
  const capture = readCapture();
  const waiting = new WaitingBytes();
  let cutAt = 0;
  let head: Uint8Array = EMPTY;
  let before = 0;
  let count = 0;
  let lost = 0;

  function* cut(): Iterable<CapturePiece> {
    const length = capture.position - cutAt;
    if (length === 0) return;
    const bytes = waiting.take(length);
    const piece: CapturePiece = { format: 'capture', head, bytes, before, at: cutAt };
    cutAt = capture.position;
    head = capture.head();
    before = count;
    yield piece;
  }

  return {
    get count() {
      return count;
    },
    get unread() {
      return lost === 0 ? undefined : { at: capture.position, bytes: lost };
    },
    *push(chunk) {
      if (capture.isLost) {
        lost += chunk.length;
        return;
      }
      waiting.push(chunk);
      for (const _ of capture.push(chunk)) count += 1;
      if (capture.position - cutAt >= least || capture.isLost) yield* cut();
      if (!capture.isLost) return;
      lost = waiting.length;
      waiting.clear();
    },
    *end() {
      if (!capture.isLost) for (const _ of capture.end()) count += 1;
      yield* cut();
    },
  };
}
