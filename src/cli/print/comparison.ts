import type { Bounds } from '../../bound.js';
import type { Host } from '../../host/host.js';
import type { Paint } from '../../trace/paint.js';
import type { AskedPackets } from '../option/packet-options.js';

/** How the packets of two hosts are compared, and what is found printed. */
export interface Comparison<Change> {
  readonly compare: (
    before: Host,
    after: Host,
    options: AskedPackets & Bounds,
  ) => readonly Change[];
  /** Whether packets are certain to fare otherwise. */
  readonly isCertain: (change: Change) => boolean;
  /** What is so of every packet when nothing is found. */
  readonly alike: string;
  readonly printJson: (change: Change) => string;
  readonly printText: (change: Change, paint: Paint) => string;
}
