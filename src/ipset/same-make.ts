import { addressBits } from '../address/family.js';
import { typeName, type IpSet } from './ip-set.js';

/** Reports whether making a set anew would change nothing: `create -exist` then passes. How large a table is, and its family, don't count. Source: `same_set`. */
export function isSameMake(there: IpSet, made: IpSet): boolean {
  return (
    typeName(there) === typeName(made) &&
    there.timeout === made.timeout &&
    there.comments === made.comments &&
    there.counters === made.counters &&
    there.mappings === made.mappings &&
    makeOf(there) === makeOf(made)
  );
}

function makeOf(set: IpSet): string {
  switch (set.kind) {
    case 'hash': {
      const cut = set.netmask === addressBits(set.family) ? '' : set.netmask;
      const bits = set.bitmask?.words.join(':') ?? '';
      return `${set.maxelem} ${cut} ${bits} ${set.markmask ?? ''}`;
    }
    case 'list:set':
      return `${set.size}`;
    case 'bitmap:ip':
      return `${set.from} ${set.to} ${set.netmask}`;
    default:
      return `${set.from} ${set.to}`;
  }
}
