import { copyBits, set, type Assignment } from '../predicate/assignment.js';
import type { Lowering } from './lowering.js';

/**
 * The class in which an IPv4 packet waits, by its TOS: of a socket that has been given one, and of what is forwarded. It is 2 for throughput,
 * 6 for a short delay and 4 for both. Source: `rt_tos2priority`, `ip_tos2prio`; `ip_forward`.
 */
export function priorityByTos({ family, asksPriority }: Lowering): readonly Assignment[] {
  if (!asksPriority || family === 6) return [];
  const OF_DELAY = 0x10;
  const OF_THROUGHPUT = 0x08;
  return [
    set('priority', 0),
    copyBits('priority', 7, 'tos', OF_DELAY, -2),
    copyBits('priority', 7, 'tos', OF_DELAY, -3),
    copyBits('priority', 7, 'tos', OF_THROUGHPUT, -2),
  ];
}
