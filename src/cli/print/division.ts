import type { Bounds } from '../../bound.js';
import type { Host } from '../../host/host.js';
import type { Paint } from '../../trace/paint.js';
import type { AskedPackets } from '../option/packet-options.js';

/** How packets are divided, and their classes printed. */
export interface Division<Class> {
  readonly divide: (host: Host, options: AskedPackets & Bounds) => readonly Class[];
  readonly order: (found: readonly Class[]) => readonly Class[];
  /** How many there are of what. */
  readonly heading: (found: readonly Class[]) => string;
  readonly printJson: (one: Class) => string;
  readonly printText: (one: Class, paint: Paint) => string;
}
