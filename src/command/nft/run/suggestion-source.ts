import { assertNever } from '../../../assert-never.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { Command } from '../syntax/tree/command.js';
import type { PlannedRequest } from './plan/planned.js';

/** Where nft looks for what was meant by a wrong name. */
export interface SuggestionSource {
  /** Netfilter as the kernel has it. */
  readonly start: Netfilter;
  /** Netfilter as the commands would have made it. */
  readonly end: Netfilter;
  readonly commands: readonly Command[];
}

/** Netfilter in which nft looks for a name when a request is refused: what it knew for the commands, if they needed names of that kind; else it asks the kernel again. Source: nft's `nft_cmd_enoent_chain` and its like, `nft_cache_update`. */
export function suggestionsFor(
  { suggests }: PlannedRequest,
  { start, end, commands }: SuggestionSource,
): Netfilter {
  if (commands.some(({ operation }) => operation === 'list' || operation === 'reset')) return start;
  switch (suggests) {
    case 'table':
    case undefined:
      return end;
    case 'chain':
    case 'rule':
      return commands.some((command) => needsAll(command) || command.operation === 'rename')
        ? end
        : start;
    case 'set':
      return commands.some((command) => needsAll(command) || needsSets(command)) ? end : start;
    case 'obj':
    case 'flowtable':
      return commands.some(needsAll) ? end : start;
    default:
      return assertNever(suggests);
  }
}

/** Source: nft's `NFT_CACHE_FULL`. */
function needsAll({ object, spec }: Command): boolean {
  return object === 'rule' && spec.index !== undefined;
}

/** Source: nft's `NFT_CACHE_SET`. */
function needsSets({ operation, object }: Command): boolean {
  switch (operation) {
    case 'add':
    case 'create':
    case 'insert':
    case 'replace':
      return object === 'rule' || object === 'element' || object === 'table';
    case 'delete':
    case 'destroy':
      return object === 'element';
    case 'flush':
      return object === 'set' || object === 'map' || object === 'meter';
    default:
      return false;
  }
}
