import type { FibSelector } from '../../../../netfilter/nft/selector.js';
import { scalarType } from '../../../../netfilter/nft/value-type.js';
import type { FibExpression } from '../../syntax/tree/selector.js';

const FLAGS = ['saddr', 'daddr', 'mark', 'iif', 'oif'] as const;

const types = {
  oif: scalarType('iface_index', 32, 'host'),
  oifname: scalarType('ifname', 128, 'host'),
  type: scalarType('fib_addrtype', 32, 'host'),
};

export function evaluateFib({ tuple, result }: FibExpression): FibSelector {
  const flags = FLAGS.filter((flag) => tuple.includes(flag));
  return { kind: 'fib', flags, result, present: false, type: types[result] };
}

/** The same, asked only whether there is a route. */
export function fibPresence(selector: FibSelector): FibSelector {
  return { ...selector, present: true, type: scalarType('boolean', 32, 'host') };
}
