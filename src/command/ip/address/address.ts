import { Refusal } from '../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { flushAddresses } from './flush-addresses.js';
import { giveAddress, takeAddress } from './modify-address.js';
import { showAddresses } from './show-address.js';
import { ADDRESS_USAGE } from './usage.js';

/** `ip address`. Source: ip-address(8), `do_ipaddr` of iproute2. */
export const addressObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showAddresses(inner);
  if (matches(word, 'add')) return giveAddress(inner, false);
  if (matches(word, 'change') || word === 'chg') return giveAddress(inner, true);
  if (matches(word, 'replace')) return giveAddress(inner, true);
  if (matches(word, 'delete')) return takeAddress(inner);
  if (matchesAny(word, 'list', 'show', 'lst')) return showAddresses(inner);
  if (matches(word, 'flush')) return flushAddresses(inner);
  for (const command of ['save', 'showdump', 'restore'] as const) {
    if (matches(word, command)) refuseNotSimulated(`ip address ${command}`);
  }
  if (matches(word, 'help')) refuseWithUsage(ADDRESS_USAGE);
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip address help".\n`);
};
