import type { Netfilter } from '../../../netfilter/netfilter.js';
import type { Command } from '../syntax/tree/command.js';
import { FETCHED_KINDS, isListing, needs, type FetchedKind } from './needed-kinds.js';
import type { PlannedRequest } from './plan/planned.js';

type Suggests = NonNullable<PlannedRequest['suggests']>;

/**
 * Netfilter in which nft looks for names when requests are refused, one after the other: as the commands would have made it, while it needs no names of a kind
 * that the commands didn't need, or any where one of them lists; from then on as the kernel has it. Source: nft's `nft_cmd_enoent_chain` and its like, `nft_cache_update`.
 */
export class SuggestionSource {
  #netfilter: Netfilter;
  #kinds: ReadonlySet<FetchedKind>;

  /** Netfilter before all commands, and as nft knows it behind them. */
  constructor(
    private readonly start: Netfilter,
    known: Netfilter,
    commands: readonly Command[],
  ) {
    this.#netfilter = known;
    const isKnown = (kind: FetchedKind): boolean =>
      !commands.some(isListing) && commands.some((command) => needs(command, kind));
    this.#kinds = new Set(FETCHED_KINDS.filter(isKnown));
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
