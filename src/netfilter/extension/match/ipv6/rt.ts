import { printAddress, readAddress } from '../../../../address/address-text.js';
import type { Address } from '../../../../address/address.js';
import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  ANY_NUMBER,
  isAnyNumber,
  listNumberRange,
  printNumberRange,
  readNumberRange,
  type NumberRange,
} from '../../option/number/number-range.js';
import { openChoice } from '../../option/open-choice.js';
import {
  listWantedNumber,
  printWantedNumber,
  wantedNumberOption,
  type WantedNumber,
} from '../../option/number/wanted-number.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';

/** `-m rt`. */
export interface RtMatch extends MatchData {
  readonly name: 'rt';
  readonly type: WantedNumber | undefined;
  readonly segsleft: NumberRange;
  readonly length: WantedNumber | undefined;
  readonly reserved: boolean;
  readonly addresses: readonly Address[] | undefined;
  readonly notStrict: boolean;
}

/** Source: `IP6T_RT_HOPS`. */
const MOST_ADDRESSES = 16;

/** The `rt` match: on the routing header of IPv6, which a packet here has none of. Source: `ip6t_rt.c`, iptables-extensions(8). */
export const rtMatch: MatchExtension<RtMatch> = {
  name: 'rt',
  families: [6],
  options: {
    initial: {
      name: 'rt',
      type: undefined,
      segsleft: ANY_NUMBER,
      length: undefined,
      reserved: false,
      addresses: undefined,
      notStrict: false,
    },
    options: [
      wantedNumberOption<RtMatch, 'type'>('rt-type', 'type'),
      {
        name: 'rt-segsleft',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, segsleft: readNumberRange(given) }),
      },
      wantedNumberOption<RtMatch, 'length'>('rt-len', 'length'),
      {
        name: 'rt-0-res',
        words: 0,
        read(data) {
          checkType(data, 'rt-0-res');
          return { ...data, reserved: true };
        },
      },
      {
        name: 'rt-0-addrs',
        words: 1,
        read(data, { argument }) {
          checkType(data, 'rt-0-addrs');
          return { ...data, addresses: readHops(argument) };
        },
      },
      {
        name: 'rt-0-not-strict',
        words: 0,
        read(data) {
          if (data.addresses !== undefined) return { ...data, notStrict: true };
          throw new XtablesError(
            'parameter',
            "`--rt-0-addr ...' required before `--rt-0-not-strict'",
          );
        },
      },
    ],
  },
  print: (data) =>
    [
      ...printWantedNumber('rt-type', data.type),
      ...printNumberRange('rt-segsleft', data.segsleft),
      ...printWantedNumber('rt-len', data.length),
      ...(data.reserved ? ['--rt-0-res'] : []),
      ...printHops(data, '--rt-'),
      ...(data.notStrict ? ['--rt-0-not-strict'] : []),
    ].join(' '),
  list: (data) =>
    [
      'rt',
      ...listWantedNumber('type', data.type),
      ...listNumberRange('segsleft', data.segsleft),
      ...listWantedNumber('length', data.length),
      ...(data.reserved ? ['reserved'] : []),
      ...printHops(data, ''),
      ...(data.notStrict ? ['0-not-strict'] : []),
    ].join(' '),
  translate({ type, segsleft, length, reserved, addresses, notStrict }) {
    if (reserved || addresses !== undefined || notStrict) return undefined;
    const words = [
      ...(type === undefined ? [] : [`rt type ${nftNot(type)}${type.value}`]),
      ...(isAnyNumber(segsleft)
        ? []
        : [`rt seg-left ${nftNot(segsleft)}${nftSpan(segsleft.from, segsleft.to)}`]),
      ...(length === undefined ? [] : [`rt hdrlength ${nftNot(length)}${length.value}`]),
    ];
    return words.length === 0 ? 'exthdr rt exists' : words.join(' ');
  },
  predicate: () => ALWAYS,
  choice: () => openChoice(false),
};

function checkType({ type }: RtMatch, option: string): void {
  if (type?.value === 0 && !type.inverted) return;
  throw new XtablesError('parameter', `\`--rt-type 0' required before \`--${option}'`);
}

function readHops(text: string): readonly Address[] {
  const parts = text.split(',');
  const addresses = parts.slice(0, MOST_ADDRESSES).map((part) => {
    const address = readAddress(part);
    if (address?.family === 6) return address;
    throw new XtablesError('parameter', `bad address: ${part}`);
  });
  if (parts.length > MOST_ADDRESSES) {
    throw new XtablesError('parameter', 'too many addresses specified');
  }
  return addresses;
}

function printHops({ addresses }: RtMatch, dashes: string): readonly string[] {
  if (addresses === undefined) return [];
  return [`${dashes}0-addrs`, addresses.map((address) => printAddress(address)).join(',')];
}
