import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, matchesAny, refuseWithUsage } from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { addTun, deleteTun } from './modify-tun.js';
import { showTuns } from './show-tuns.js';
import { TUNTAP_USAGE } from './usage.js';

/** `ip tuntap`. Source: ip-tuntap(8), `do_iptuntap` of iproute2. */
export const tuntapObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showTuns(inner);
  if (matches(word, 'add')) return addTun(inner);
  if (matches(word, 'delete')) return deleteTun(inner);
  // The words after it are not looked at.
  if (matchesAny(word, 'show', 'lst', 'list')) return showTuns(inner);
  if (matches(word, 'help')) refuseWithUsage(TUNTAP_USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip tuntap help".\n`);
};
