import type { CommandContext, CommandResult } from '../command.js';
import { matches, matchesAny, type Words } from '../ip/arguments.js';
import { Refusal } from '../refusal.js';
import type { BridgeOptions } from './bridge-options.js';
import { LINK_USAGE } from './link-usage.js';
import { EXIT, refuseInWords } from './refuse.js';
import { setPort } from './set-port.js';
import { showPorts } from './show-ports.js';

/** `bridge link`. Source: `do_link` of iproute2. */
export function link(context: CommandContext, words: Words, options: BridgeOptions): CommandResult {
  const word = words.take();
  if (word === undefined) return showPorts(context, words, options);
  if (matchesAny(word, 'set', 'change')) return setPort(context, words);
  if (matchesAny(word, 'show', 'lst', 'list')) return showPorts(context, words, options);
  if (matches(word, 'help')) throw new Refusal(EXIT, LINK_USAGE);
  return refuseInWords(`Command "${word}" is unknown, try "bridge link help".`);
}
