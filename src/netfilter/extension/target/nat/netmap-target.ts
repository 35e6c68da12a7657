import { printPrefix, readAddress, readPrefix } from '../../../../address/address-text.js';
import { addressFromWords } from '../../../../address/address.js';
import { makePrefix, maskWords, type Prefix } from '../../../../address/prefix.js';
import { nullBinding } from '../../../../connection/nat-range.js';
import { ADDRESS_FIELDS } from '../../../../packet/field.js';
import { setBits } from '../../../../predicate/assignment.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import { readDotted } from '../../../dotted-address.js';
import { XtablesError } from '../../../xtables-error.js';
import type { TargetData, TargetExtension } from '../../extension.js';
import { readNumber } from '../../option/number/number.js';

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
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'NETMAP', to: makePrefix(addressFromWords(4, [0]), 0) },
    options: [
      {
        name: 'to',
        words: 1,
        mandatory: true,
        read: (data, { argument, family }) => ({
          ...data,
          to: family === 4 ? readNetwork4(argument) : readNetwork6(argument),
        }),
      },
    ],
  },
  print: ({ to }) => `--to ${printPrefix(to)}`,
  list: ({ to }) => `to:${printPrefix(to)}`,
  asNft: ({ to }, { header, hook }) =>
    hook === undefined
      ? { without: '-j NETMAP in a chain of its own' }
      : `${hook === 'PREROUTING' || hook === 'OUTPUT' ? 'dnat' : 'snat'} ${header} prefix to ${printPrefix(to)}`,
  restrict: () => ({ tables: ['nat'] }),
  effect: ({ to }, { hook }) => {
    const { family, words } = to.address;
    const masks = maskWords(family, to.length);
    const end = hook === 'PREROUTING' || hook === 'OUTPUT' ? 'dst' : 'src';
    const fields = ADDRESS_FIELDS[end];
    const assignments = words.flatMap((network, index) => {
      const field = fields[index];
      return field === undefined ? [] : [setBits(field, ~(masks[index] ?? 0) >>> 0, network)];
    });
    return [{ when: ALWAYS, assignments, next: 'ACCEPT', settles: nullBinding(end) }];
  },
};

function readNetwork6(text: string): Prefix {
  const [address = '', mask = '128'] = text.split('/');
  const network = readAddress(address);
  if (network?.family !== 6) {
    const why =
      network === undefined
        ? 'Name or service not known'
        : 'Address family for hostname not supported';
    throw new XtablesError('parameter', `getaddrinfo: ${why}\n`);
  }
  const length = readNumber(mask, 0, 128) ?? prefixLength6(mask);
  if (length === undefined) {
    throw new XtablesError(
      'parameter',
      'NETMAP: bad value for option "--to", neither a valid network mask nor valid CIDR (0-128).\n',
    );
  }
  return makePrefix(network, length);
}

function prefixLength6(text: string): number | undefined {
  const mask = readAddress(text);
  if (mask?.family !== 6) return undefined;
  const length = mask.words.findIndex((word) => word !== 0xffffffff);
  const bits = length < 0 ? 128 : 32 * length + Math.clz32(~(mask.words[length] ?? 0));
  return maskWords(6, bits).every((word, index) => word === mask.words[index]) ? bits : undefined;
}

function readNetwork4(text: string): Prefix {
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
