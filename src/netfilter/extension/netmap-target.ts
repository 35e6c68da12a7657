import { printPrefix, readPrefix } from '../../address/address-text.js';
import { addressFromWords } from '../../address/address.js';
import { makePrefix, maskWords, type Prefix } from '../../address/prefix.js';
import { setBits } from '../../predicate/assignment.js';
import { ALWAYS } from '../../predicate/predicate.js';
import { readDotted } from '../dotted-address.js';
import { XtablesError } from '../xtables-error.js';
import type { TargetData, TargetExtension } from './extension.js';
import { readNumber } from './number.js';

/** `-j NETMAP --to PREFIX`. */
export interface NetmapTarget extends TargetData {
  readonly name: 'NETMAP';
  readonly to: Prefix;
}

/**
 * The `NETMAP` target: the network part of an address is replaced, of the destination in PREROUTING and OUTPUT, else of the source.
 * Source: `xt_NETMAP.c`; iptables-extensions(8), NETMAP.
 */
export const netmapTarget: TargetExtension<NetmapTarget> = {
  name: 'NETMAP',
  families: [4],
  usesConnections: true,
  options: {
    initial: { name: 'NETMAP', to: makePrefix(addressFromWords(4, [0]), 0) },
    options: [
      {
        name: 'to',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, to: readNetwork(argument) }),
      },
    ],
  },
  print: ({ to }) => `--to ${printPrefix(to)}`,
  list: ({ to }) => `to:${printPrefix(to)}`,
  restrict: () => ({ tables: ['nat'] }),
  effect: ({ to }, { hook }) => {
    const [mask = 0] = maskWords(4, to.length);
    const [network = 0] = to.address.words;
    const field = hook === 'PREROUTING' || hook === 'OUTPUT' ? 'dst' : 'src';
    return [{ when: ALWAYS, assignments: [setBits(field, ~mask >>> 0, network)], next: 'ACCEPT' }];
  },
};

function readNetwork(text: string): Prefix {
  const [address = '', mask] = text.split('/');
  const dotted = mask === undefined ? undefined : readDotted(mask, false);
  const length =
    dotted === undefined ? readNumber(mask ?? '32', 0, 32) : prefixLength(dotted.words[0] ?? 0);
  const prefix = readPrefix(address);
  if (prefix?.address.family !== 4 || length === undefined) {
    throw new XtablesError('parameter', `NETMAP: Bad value for "--to" option: "${text}"`);
  }
  return makePrefix(prefix.address, length);
}

function prefixLength(mask: number): number | undefined {
  const length = Math.clz32(~mask);
  return maskWords(4, length)[0] === mask ? length : undefined;
}
