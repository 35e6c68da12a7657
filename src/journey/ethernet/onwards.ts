import type { Following } from '../../evaluate/connection-tracker.js';
import type { Ended } from '../ended.js';

/** What a copy of a frame has that has passed PREROUTING: all that was found of it there. */
export function onwards({
  registers,
  following,
}: Pick<Ended, 'registers' | 'following'>): Following {
  return { ...NOT_TRACKED, ...following(), registers: { ...registers } };
}

const NOT_TRACKED = { tracked: undefined, connection: undefined };
