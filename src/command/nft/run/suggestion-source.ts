import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { Command } from '../syntax/tree/command.js';
import type { PlannedRequest } from './plan/planned.js';

type Suggests = NonNullable<PlannedRequest['suggests']>;

/**
 * Netfilter in which nft looks for names when requests are refused, one after the other: as the commands would have made it, while it needs no names of a kind
 * that the commands didn't need; from then on as the kernel has it. Source: nft's `nft_cmd_enoent_chain` and its like, `nft_cache_update`.
 */
export class SuggestionSource {
  #netfilter: Netfilter;
  #kinds: ReadonlySet<Suggests>;

  /** Netfilter before all commands and behind them. */
  constructor(
    private readonly start: Netfilter,
    end: Netfilter,
    private readonly commands: readonly Command[],
  ) {
    this.#netfilter = this.#isRefreshed ? start : end;
    this.#kinds = new Set(ALL.filter((kind) => commands.some((command) => needs(command, kind))));
  }

  get #isRefreshed(): boolean {
    return this.commands.some(({ operation }) => operation === 'list' || operation === 'reset');
  }

  /** Netfilter for a name of a kind. */
  lookFor(kind: Suggests): Netfilter {
    const needed = kind === 'rule' ? 'chain' : kind;
    if (needed !== 'table' && !this.#kinds.has(needed)) {
      this.#netfilter = this.start;
      this.#kinds = new Set([needed]);
    }
    return this.#netfilter;
  }
}

const ALL: readonly Suggests[] = ['chain', 'set', 'obj', 'flowtable'];

function needs(command: Command, kind: Suggests): boolean {
  if (needsAll(command)) return true;
  if (kind === 'chain') return command.operation === 'rename';
  return kind === 'set' && needsSets(command);
}

/** Whether a command has nft ask the kernel for all that there is. Source: nft's `NFT_CACHE_FULL`. */
export function needsAll({ object, spec }: Command): boolean {
  return object === 'rule' && spec.index !== undefined;
}

/** Whether a command has nft know the sets that are there before the first is evaluated. Source: nft's `nft_cache_evaluate`. */
export function knowsSets(command: Command): boolean {
  return needsAll(command) || needsSets(command) || listsSets(command);
}

function listsSets({ operation, object }: Command): boolean {
  if (operation !== 'list' && operation !== 'reset') return false;
  return LISTED_WITH_SETS.has(object);
}

const LISTED_WITH_SETS: ReadonlySet<Command['object']> = new Set<Command['object']>([
  'table',
  'chain',
  'ruleset',
  'rules',
  'set',
  'map',
  'meter',
  'sets',
  'maps',
  'meters',
]);

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
