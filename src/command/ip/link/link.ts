import { succeed } from '../../result.js';
import { Refusal } from '../../refusal.js';
import {
  EXIT_USAGE,
  matches,
  matchesAny,
  refuseNotSimulated,
  refuseWithUsage,
} from '../arguments.js';
import type { IpObject } from '../ip-context.js';
import { addLink } from './add-link.js';
import { portWordsOf, wordsOf } from './kind/kinds.js';
import { deleteLink } from './delete-link.js';
import { setLink } from './set-link.js';
import { showLinks } from './show-link.js';
import { LINK_USAGE, VETH_USAGE } from './usage.js';

/** `ip link`. Source: ip-link(8), `do_iplink` of iproute2. */
export const linkObject: IpObject = (context) => {
  const [word, ...argv] = context.argv;
  const inner = { ...context, argv };
  if (word === undefined) return showLinks(inner);
  if (matches(word, 'add')) return addLink(inner);
  if (matchesAny(word, 'set', 'change')) return setLink(inner);
  if (matches(word, 'replace')) return refuseNotSimulated('ip link replace');
  if (matches(word, 'delete')) return deleteLink(inner);
  if (matchesAny(word, 'show', 'lst', 'list')) return showLinks(inner);
  for (const command of ['xstats', 'afstats', 'property'] as const) {
    if (matches(word, command)) refuseNotSimulated(`ip link ${command}`);
  }
  if (matches(word, 'help')) {
    const [kind] = argv;
    if (kind === 'veth') return succeed(context.machine, VETH_USAGE);
    const words = kind === undefined ? undefined : wordsOf(kind);
    const usage = words?.usage ?? portWordsOf(kind ?? '')?.usage;
    if (usage !== undefined) return { ...succeed(context.machine), stderr: usage };
    // A kind of which the tool knows no words has the usage of all.
    const isBare = words !== undefined && (words.read === undefined || words.wordless === true);
    if (kind !== undefined && !isBare) refuseNotSimulated(`ip link help ${kind}`);
    refuseWithUsage(LINK_USAGE);
  }
  throw new Refusal(EXIT_USAGE, `Command "${word}" is unknown, try "ip link help".\n`);
};
