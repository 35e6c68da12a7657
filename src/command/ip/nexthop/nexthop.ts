import { Refusal } from '../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { dropNexthop, putNexthop } from './modify-nexthop.js';
import { flushNexthops, getNexthop, showNexthops } from './show-nexthops.js';
import { NEXTHOP_USAGE } from './usage.js';

/** `ip nexthop`. Source: ip-nexthop(8), `do_ipnh` of iproute2. */
export const nexthopObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showNexthops(inner);
  if (matches(word, 'add')) return putNexthop(inner, false);
  if (matches(word, 'replace')) return putNexthop(inner, true);
  if (matches(word, 'delete')) return dropNexthop(inner);
  if (matchesAny(word, 'list', 'show', 'lst')) return showNexthops(inner);
  if (matches(word, 'get')) return getNexthop(inner);
  if (matches(word, 'flush')) return flushNexthops(inner);
  if (matches(word, 'bucket')) refuseNotSimulated('ip nexthop bucket');
  if (matches(word, 'help')) refuseWithUsage(NEXTHOP_USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip nexthop help".\n`);
};
