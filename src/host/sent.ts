import type { Explanation } from './explanation.js';
import type { Host } from './host.js';
import type { Outcome } from './outcome.js';

/** A packet's fate, with the host as the packet leaves it: counters moved on. `host` is not enumerable. */
export type Sent = Outcome & { readonly host: Host };

/** An explanation, with the host that it is about. `host` is not enumerable. */
export type Explained = Explanation & { readonly host: Host };

/** What one command leaves behind. A refused command leaves the host as it was. */
export interface Executed {
  /** The host afterwards. */
  readonly host: Host;
  /** What it printed. */
  readonly stdout: string;
  /** What it printed on standard error. */
  readonly stderr: string;
  /** Its exit status, 0 to 255. */
  readonly exit: number;
}
