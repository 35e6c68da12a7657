import { assertNever } from '../../assert-never.js';
import { capturedFlows } from './captured-flows.js';
import type { FlowBatch } from './flow-batch.js';
import type { FlowPiece } from './flow-piece.js';
import type { FlowScope } from './flow-scope.js';
import { textFlows } from './text-flows.js';

/**
 * Reads a piece of a file of packets. Each of its lines or frames comes once: in a batch, or as one that is not sent.
 *
 * @param iif - the device on which captured packets arrive; undefined when the capture names it
 * @throws CaptureError or ParseError when the piece is nothing that can be read
 */
export function readFlows(
  piece: FlowPiece,
  scope: FlowScope,
  iif: string | undefined,
): Iterable<FlowBatch> {
  switch (piece.format) {
    case 'capture':
      return capturedFlows(piece, scope, iif);
    case 'json':
    case 'csv':
      return textFlows(piece, scope);
    default:
      return assertNever(piece);
  }
}
