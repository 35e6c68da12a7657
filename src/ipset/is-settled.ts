import { assertNever } from '../assert-never.js';
import type { EntryAsk } from '../netfilter/set-lookup.js';
import type { IpSet } from './ip-set.js';

/** Reports whether a packet and the listing of a set decide that it's in it: not where there are link-layer addresses, or counters are asked for. */
export function isSettled(
  set: IpSet,
  asks: EntryAsk | undefined,
  findSet: (name: string) => IpSet | undefined,
): boolean {
  if (set.counters && asks?.kind === 'counters') return false;
  switch (set.kind) {
    case 'hash':
      return !set.type.dimensions.includes('mac');
    case 'bitmap:ip,mac':
      return false;
    case 'list:set':
      // Counters of its sets aren't looked at.
      return set.members.every((member) => {
        const found = findSet(member.set);
        return found === undefined || isSettled(found, undefined, findSet);
      });
    case 'bitmap:ip':
    case 'bitmap:port':
      return true;
    default:
      return assertNever(set);
  }
}
