import { assertNever } from '../assert-never.js';
import { ALWAYS, inRange, NEVER, not, type Predicate } from '../predicate/predicate.js';
import type { CounterTest, EntryAsk, EntryMapping, SetView } from '../netfilter/set-lookup.js';
import type { EntryExtras } from './entry.js';

/** Entries without anything to give leave a packet's mark as it is, and take its priority. */
export const NO_MAPPING: EntryMapping = { mark: 0, mask: 0, priority: 0, queue: 0 };

/** Holds for packets for which an entry is what is asked for. Source: `ip_set_match_extensions`. */
export function entryHolds(
  { counters, mapping = NO_MAPPING }: Pick<EntryExtras, 'counters' | 'mapping'>,
  { asks, view }: { readonly asks: EntryAsk | undefined; readonly view: SetView },
): Predicate {
  if (asks === undefined) return ALWAYS;
  if (asks.kind === 'mapping') return sameMapping(mapping, asks.mapping) ? ALWAYS : NEVER;
  // Sets without counters aren't asked for them.
  if (counters === undefined || view === 'most') return ALWAYS;
  if (view === 'least') return NEVER;
  const { packets, bytes, counts } = asks;
  const seen = counters.packets + (counts ? 1n : 0n);
  if (packets !== undefined && !compares(seen, packets)) return NEVER;
  return bytes === undefined ? ALWAYS : lengthCompares(counters.bytes, counts, bytes);
}

function compares(counter: bigint, { how, value }: CounterTest): boolean {
  switch (how) {
    case 'eq':
      return counter === value;
    case 'ne':
      return counter !== value;
    case 'lt':
      return counter < value;
    case 'gt':
      return counter > value;
    default:
      return assertNever(how);
  }
}

const LONGEST = 0xffffffffn;

/** Holds for packets whose length makes what is counted what is asked for. */
function lengthCompares(counted: bigint, counts: boolean, test: CounterTest): Predicate {
  if (!counts) return compares(counted, test) ? ALWAYS : NEVER;
  const rest = test.value - counted;
  switch (test.how) {
    case 'eq':
      return span(rest, rest);
    case 'ne':
      return not(span(rest, rest));
    case 'lt':
      return span(0n, rest - 1n);
    case 'gt':
      return span(rest + 1n, LONGEST);
    default:
      return assertNever(test.how);
  }
}

/** Lengths from one to another, as far as packets have them. */
function span(from: bigint, to: bigint): Predicate {
  const [low, high] = [from < 0n ? 0n : from, to > LONGEST ? LONGEST : to];
  return low > high ? NEVER : inRange('length', Number(low), Number(high));
}

function sameMapping(a: EntryMapping, b: EntryMapping): boolean {
  return a.mark === b.mark && a.mask === b.mask && a.priority === b.priority && a.queue === b.queue;
}

/** A text that differs for questions that differ. */
export function printAsk(asks: EntryAsk | undefined): string {
  if (asks === undefined) return '';
  if (asks.kind === 'mapping') return Object.values(asks.mapping).join(':');
  return `${printTest(asks.packets)} ${printTest(asks.bytes)} ${asks.counts}`;
}

function printTest(test: CounterTest | undefined): string {
  return test === undefined ? '' : `${test.how}${test.value}`;
}
