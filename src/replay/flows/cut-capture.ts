import { readCapture } from '../capture/read-capture.js';
import { WaitingBytes, type FlowCutter, type FlowPiece } from './flow-piece.js';

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
  let frames = 0;

  function* cut(): Iterable<FlowPiece> {
    const length = capture.position - cutAt;
    if (length === 0) return;
    yield { format: 'capture', head, bytes: waiting.take(length), before };
    cutAt = capture.position;
    head = capture.head();
    before = frames;
  }

  return {
    *push(chunk) {
      waiting.push(chunk);
      for (const _ of capture.push(chunk)) frames += 1;
      if (capture.position - cutAt >= least) yield* cut();
    },
    *end() {
      yield* cut();
      capture.end();
    },
  };
}
