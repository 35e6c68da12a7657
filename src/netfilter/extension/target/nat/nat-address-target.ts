import type { HookName } from '../../../hook.js';
import { natEffect } from '../../../nat-effect.js';
import type { TargetData, TargetExtension } from '../../extension.js';
import {
  natFlagOptions,
  natRange,
  NO_NAT,
  printNatFlags,
  printNatTo,
  readNatTo,
  translateNat,
  type NatTo,
} from './nat-range.js';

/** `-j DNAT --to-destination ADDRESS[-ADDRESS][:PORT]`. */
export interface DnatTarget extends TargetData, NatTo {
  readonly name: 'DNAT';
}

/** `-j SNAT --to-source ADDRESS[-ADDRESS][:PORT]`. */
export interface SnatTarget extends TargetData, NatTo {
  readonly name: 'SNAT';
}

/** What distinguishes DNAT and SNAT. */
interface Side<D> {
  readonly initial: D;
  readonly option: string;
  readonly address: 'src' | 'dst';
  readonly hooks: readonly HookName[];
}

function natTarget<D extends NatTo & { readonly name: 'DNAT' | 'SNAT' }>(
  side: Side<D>,
): TargetExtension<D> {
  return {
    name: side.initial.name,
    families: [4, 6],
    entries: { kind: 'of-each', file: 'NAT' },
    usesConnections: true,
    options: {
      initial: side.initial,
      options: [
        {
          name: side.option,
          words: 1,
          mandatory: true,
          read: (data, given) => ({ ...data, ...readNatTo(given) }),
        },
        ...natFlagOptions<D>('random', 'random-fully', 'persistent'),
      ],
    },
    print: (data) => [`--${side.option} ${printNatTo(data)}`, ...printNatFlags(data)].join(' '),
    list: (data) => [`to:${printNatTo(data)}`, ...data.flags].join(' '),
    translate: (data) => translateNat(data.name.toLowerCase(), data),
    restrict: () => ({ tables: ['nat'], hooks: side.hooks }),
    effect: (data) => natEffect(natRange(side.address, data)),
  };
}

/** The `DNAT` target: a new destination for the connection that begins. Source: `xt_nat.c`; iptables-extensions(8), DNAT. */
export const dnatTarget = natTarget<DnatTarget>({
  initial: { name: 'DNAT', ...NO_NAT },
  option: 'to-destination',
  address: 'dst',
  hooks: ['PREROUTING', 'OUTPUT'],
});

/** The `SNAT` target: a new source for the connection that begins. Source: `xt_nat.c`; iptables-extensions(8), SNAT. */
export const snatTarget = natTarget<SnatTarget>({
  initial: { name: 'SNAT', ...NO_NAT },
  option: 'to-source',
  address: 'src',
  hooks: ['POSTROUTING', 'INPUT'],
});
