import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, matchesAny, refuseWithUsage } from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { deleteNeighbourEntry, putNeighbourEntry } from './modify-neighbour.js';
import { flushNeighbourEntries, getNeighbour, showNeighbours } from './show-neighbours.js';
import { NEIGH_USAGE } from './usage.js';

/** `ip neigh`. Source: ip-neighbour(8), `do_ipneigh` of iproute2. */
export const neighObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showNeighbours(inner);
  if (matches(word, 'add')) return putNeighbourEntry(inner, 'add');
  if (matches(word, 'change') || word === 'chg') return putNeighbourEntry(inner, 'change');
  if (matches(word, 'replace')) return putNeighbourEntry(inner, 'replace');
  if (matches(word, 'delete')) return deleteNeighbourEntry(inner);
  if (matches(word, 'get')) return getNeighbour(inner);
  if (matchesAny(word, 'show', 'lst', 'list')) return showNeighbours(inner);
  if (matches(word, 'flush')) return flushNeighbourEntries(inner);
  if (matches(word, 'help')) refuseWithUsage(NEIGH_USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip neigh help".\n`);
};
