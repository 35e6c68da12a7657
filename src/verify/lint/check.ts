import type { Facts } from './facts.js';
import type { Finding } from './finding.js';

/** Looks for one kind of thing in one family of a host. */
export type Check = (facts: Facts) => readonly Finding[];
