import { cutCapture } from './cut-capture.js';
import { cutLines } from './cut-lines.js';
import type { FlowFormat } from './flow-format.js';
import type { FlowCutter } from './flow-piece.js';

/** Cuts files of packets in a format into pieces of some bytes at least; 0: whatever is whole as soon as it comes. */
export function cutFlows(format: FlowFormat, least: number): FlowCutter {
  return format === 'capture' ? cutCapture(least) : cutLines(format, least);
}
