import { matches, matchesAny, type Words } from '../ip/arguments.js';
import type { CommandContext, CommandResult } from '../command.js';
import type { BridgeOptions } from './bridge-options.js';
import type { FdbChange } from './fdb-request.js';
import { refuseWithFdbUsage } from './fdb-usage.js';
import { flushFdb } from './flush-fdb.js';
import { getFdb } from './get-fdb.js';
import { modifyFdb } from './modify-fdb.js';
import { refuseInWords } from './refuse.js';
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
  if (matches(word, 'get')) return getFdb(context, words, options);
  if (matchesAny(word, 'show', 'lst', 'list')) return showFdb(context, words, options);
  if (word === 'flush') return flushFdb(context, words);
  if (matches(word, 'help')) return refuseWithFdbUsage();
  return refuseInWords(`Command "${word}" is unknown, try "bridge fdb help".`);
}
