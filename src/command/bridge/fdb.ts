import { matches, matchesAny, type Words } from '../ip/arguments.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { BridgeOptions } from './bridge-options.js';
import type { FdbChange } from './fdb-request.js';
import { modifyFdb } from './modify-fdb.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';
import { showFdb } from './show-fdb.js';

/** Commands that change entries, in the order in which the tool tries them. */
const CHANGES: readonly (readonly [word: string, change: FdbChange])[] = [
  ['add', 'add'],
  ['append', 'append'],
  ['replace', 'replace'],
  ['delete', 'delete'],
];

/** `bridge fdb`. Source: `do_fdb` of iproute2. */
export function fdb(context: CommandContext, words: Words, options: BridgeOptions): CommandResult {
  const word = words.take();
  if (word === undefined) return showFdb(context, words, options);
  const change = CHANGES.find(([name]) => matches(word, name));
  if (change !== undefined) return modifyFdb(context, words, change[1]);
  if (matches(word, 'get')) return refuseUnsimulated('bridge fdb get');
  if (matchesAny(word, 'show', 'lst', 'list')) return showFdb(context, words, options);
  if (matches(word, 'flush')) return refuseUnsimulated('bridge fdb flush');
  if (matches(word, 'help')) return refuseUnsimulated('bridge fdb help');
  return refuseInWords(`Command "${word}" is unknown, try "bridge fdb help".`);
}
