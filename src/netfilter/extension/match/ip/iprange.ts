import { printAddress, readAddress } from '../../../../address/address-text.js';
import { compareAddresses, type Address } from '../../../../address/address.js';
import { addressInRange } from '../../../../predicate/address-predicate.js';
import { all, invertedIf, type Predicate } from '../../../../predicate/predicate.js';
import { readDotted } from '../../../dotted-address.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';
import { nftNot, nftWords } from '../../option/nft-words.js';
import type { Family } from '../../../../address/family.js';

/** The addresses from `from` to `to`, both included, possibly inverted. */
export interface AddressRange {
  readonly from: Address;
  readonly to: Address;
  readonly inverted: boolean;
}

/** `-m iprange --src-range FROM-TO --dst-range FROM-TO`. */
export interface IprangeMatch extends MatchData {
  readonly name: 'iprange';
  readonly src: AddressRange | undefined;
  readonly dst: AddressRange | undefined;
}

/** The `iprange` match. Source: `xt_iprange.c`, iptables-extensions(8). */
export const iprangeMatch: MatchExtension<IprangeMatch> = {
  name: 'iprange',
  families: [4, 6],
  options: {
    initial: { name: 'iprange', src: undefined, dst: undefined },
    options: [rangeOption('src'), rangeOption('dst')],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError(
        'parameter',
        "iprange match: You must specify `--src-range' or `--dst-range'",
      );
    },
  },
  print: ({ src, dst }) => [...printRange('src', src), ...printRange('dst', dst)].join(' '),
  list: ({ src, dst }) => [...listRange('source', src), ...listRange('destination', dst)].join(' '),
  translate: ({ src, dst }, { family }) =>
    nftWords(...translateRange('saddr', src, family), ...translateRange('daddr', dst, family)),
  asNft: ({ src, dst }, { family }) =>
    [src, dst].some((range) => range !== undefined && compareAddresses(range.from, range.to) > 0)
      ? { without: '-m iprange with a range that is reversed' }
      : nftWords(...translateRange('saddr', src, family), ...translateRange('daddr', dst, family)),
  predicate: ({ src, dst }) => all([rangePredicate('src', src), rangePredicate('dst', dst)]),
};

function rangeOption(side: 'src' | 'dst'): ExtensionOption<IprangeMatch> {
  return {
    name: `${side}-range`,
    words: 1,
    invertible: true,
    read: (data, given) => ({ ...data, [side]: readRange(given) }),
  };
}

function readRange(given: GivenOption): AddressRange {
  const { argument, option, inverted, family } = given;
  const dash = argument.indexOf('-');
  const texts =
    dash < 0 ? [argument, argument] : [argument.slice(0, dash), argument.slice(dash + 1)];
  const [from, to] = texts.map((text) => {
    const address = family === 4 ? readDotted(text, true) : readAddress6(text);
    if (address !== undefined) return address;
    throw new XtablesError('parameter', `iprange: Bad value for "--${option}" option: "${text}"`);
  });
  if (from === undefined || to === undefined) throw new RangeError('argument: no address');
  if (compareAddresses(from, to) > 0) {
    given.notice(`xt_iprange: range ${texts.join('-')} is reversed and will never match`);
  }
  return { from, to, inverted };
}

function readAddress6(text: string): Address | undefined {
  const address = readAddress(text);
  return address?.family === 6 ? address : undefined;
}

function printRange(side: 'src' | 'dst', range: AddressRange | undefined): readonly string[] {
  if (range === undefined) return [];
  return [`${range.inverted ? '! ' : ''}--${side}-range ${printBounds(range)}`];
}

function listRange(label: string, range: AddressRange | undefined): readonly string[] {
  if (range === undefined) return [];
  return [`${label} IP range ${range.inverted ? '! ' : ''}${printBounds(range)}`];
}

function printBounds({ from, to }: AddressRange): string {
  return `${printAddress(from)}-${printAddress(to)}`;
}

function rangePredicate(field: 'src' | 'dst', range: AddressRange | undefined): Predicate {
  if (range === undefined) return all([]);
  return invertedIf(range.inverted, addressInRange(field, range.from, range.to));
}

function translateRange(
  field: 'saddr' | 'daddr',
  range: AddressRange | undefined,
  family: Family,
): readonly string[] {
  if (range === undefined) return [];
  return [`${family === 4 ? 'ip' : 'ip6'} ${field} ${nftNot(range)}${printBounds(range)}`];
}
