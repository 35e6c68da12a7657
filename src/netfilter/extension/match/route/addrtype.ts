import { unless, type Part } from '../../../../predicate/part.js';
import { invertedIf } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, MatchScope, Restriction } from '../../extension.js';
import { nftNot, nftWords } from '../../option/nft-words.js';
import { bothForms, type NftForm } from '../../nft-form.js';

/** Types of addresses, at least one of them or, inverted, none. */
export interface AddressTypes {
  /** In the order of {@link TYPES}. */
  readonly types: readonly string[];
  readonly inverted: boolean;
}

/** `-m addrtype --src-type TYPES --dst-type TYPES`. */
export interface AddrtypeMatch extends MatchData {
  readonly name: 'addrtype';
  readonly src: AddressTypes | undefined;
  readonly dst: AddressTypes | undefined;
  /** The device over which a route must lead to count. */
  readonly limit: 'in' | 'out' | undefined;
}

/** The names of route types, by their RTN_ numbers. */
const TYPES: readonly string[] = [
  'UNSPEC',
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'ANYCAST',
  'MULTICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
  'THROW',
  'NAT',
  'XRESOLVE',
];

/** Types that the kernel doesn't look for among IPv6 addresses. */
const NOT_IN_IPV6: ReadonlySet<string> = new Set([
  'BROADCAST',
  'BLACKHOLE',
  'PROHIBIT',
  'THROW',
  'NAT',
  'XRESOLVE',
]);

/** The `addrtype` match. Source: `xt_addrtype.c`, iptables-extensions(8). */
export const addrtypeMatch: MatchExtension<AddrtypeMatch> = {
  name: 'addrtype',
  families: [4, 6],
  options: {
    initial: { name: 'addrtype', src: undefined, dst: undefined, limit: undefined },
    options: [
      {
        name: 'src-type',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          src: { types: readTypes(argument), inverted },
        }),
      },
      {
        name: 'dst-type',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          dst: { types: readTypes(argument), inverted },
        }),
      },
      {
        name: 'limit-iface-in',
        words: 0,
        excludes: ['limit-iface-out'],
        read: (data) => ({ ...data, limit: 'in' }),
      },
      {
        name: 'limit-iface-out',
        words: 0,
        excludes: ['limit-iface-in'],
        read: (data) => ({ ...data, limit: 'out' }),
      },
    ],
    finish(data) {
      if (data.src !== undefined || data.dst !== undefined) return data;
      throw new XtablesError('parameter', 'addrtype: you must specify --src-type or --dst-type');
    },
  },
  print: ({ src, dst, limit }) =>
    [
      ...(src === undefined
        ? []
        : [`${src.inverted ? '! ' : ''}--src-type ${src.types.join(',')}`]),
      ...(dst === undefined
        ? []
        : [`${dst.inverted ? '! ' : ''}--dst-type ${dst.types.join(',')}`]),
      ...(limit === undefined ? [] : [`--limit-iface-${limit}`]),
    ].join(' '),
  list: ({ src, dst, limit }) =>
    [
      'ADDRTYPE match',
      ...(src === undefined ? [] : [`src-type ${src.inverted ? '!' : ''}${src.types.join(',')}`]),
      ...(dst === undefined ? [] : [`dst-type ${dst.inverted ? '!' : ''}${dst.types.join(',')}`]),
      ...(limit === undefined ? [] : [`limit-${limit}`]),
    ].join(' '),
  translate({ src, dst, limit }) {
    const wanted = src ?? dst;
    if (wanted === undefined) return undefined;
    const types = wanted.types.map((type) => type.toLowerCase()).join(', ');
    const inverted = (src?.inverted ?? false) || (dst?.inverted ?? false);
    return nftWords(
      `fib ${src === undefined ? 'daddr' : 'saddr'} `,
      limit === undefined ? '' : `. ${limit === 'in' ? 'iif' : 'oif'} `,
      'type ',
      nftNot({ inverted }),
      wanted.types.length > 1 ? `{ ${types} }` : types,
    );
  },
  asNft: ({ src, dst, limit }) =>
    bothForms(typeForm('saddr', src, limit), typeForm('daddr', dst, limit)),
  restrict: ({ src, dst, limit }, family): Restriction => {
    if (family === 6) refuseUnreachable({ src, dst });
    return {
      ...(limit === 'in' ? { chains: ['PREROUTING', 'INPUT', 'FORWARD'] } : {}),
      ...(limit === 'out' ? { chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'] } : {}),
      ...(family === 6 &&
      [...(src?.types ?? []), ...(dst?.types ?? [])].some((type) => NOT_IN_IPV6.has(type))
        ? { refused: 'EINVAL' }
        : {}),
    };
  },
  parts: (data, scope) => [...side(data, 'src', scope), ...side(data, 'dst', scope)],
};

/** Which IPv6 addresses can't be reached takes a look-up by all the rules. @throws XtablesError */
function refuseUnreachable(sides: Pick<AddrtypeMatch, 'src' | 'dst'>): void {
  for (const field of ['src', 'dst'] as const) {
    if (sides[field]?.types.includes('UNREACHABLE') === true) {
      throw new XtablesError('unsimulated', `--${field}-type UNREACHABLE of IPv6`);
    }
  }
}

function side(data: AddrtypeMatch, field: 'src' | 'dst', scope: MatchScope): readonly Part[] {
  const wanted = data[field];
  if (wanted === undefined) return [];
  const limit = data.limit === undefined ? undefined : (`${data.limit}dev` as const);
  const when = invertedIf(wanted.inverted, scope.addressType(field, wanted.types, limit));
  const needs = unless(wanted.inverted, wanted.types.join(' or '));
  return [{ when, words: { option: `${field}-type`, needs, has: [field] } }];
}

/** Reads a list of types; each may be cut short. @throws XtablesError */
function readTypes(text: string): readonly string[] {
  const items = text.split(',');
  const found = new Set(items.map((item, index) => readType(item, items.slice(index).join(','))));
  return TYPES.filter((type) => found.has(type));
}

/** Reads one type; `rest` is what of the list isn't read yet, itself included. */
function readType(item: string, rest: string): string {
  const type = TYPES.find((name) => name.startsWith(item.toUpperCase()));
  if (item !== '' && type !== undefined) return type;
  const quoted = rest === item ? `"${rest}"` : `\`${rest}'`;
  throw new XtablesError('parameter', `addrtype: bad type ${quoted}`);
}

/** The types that nft has a name for. */
const NFT_TYPES: ReadonlySet<string> = new Set(TYPES.slice(0, TYPES.indexOf('THROW')));

function typeForm(
  field: 'saddr' | 'daddr',
  wanted: AddressTypes | undefined,
  limit: AddrtypeMatch['limit'],
): NftForm | undefined {
  if (wanted === undefined) return undefined;
  const unknown = wanted.types.find((type) => !NFT_TYPES.has(type));
  if (unknown !== undefined) return { without: `-m addrtype of type ${unknown}` };
  const device = limit === undefined ? '' : limit === 'in' ? ' . iif' : ' . oif';
  const types = wanted.types.map((type) => type.toLowerCase()).join(', ');
  return `fib ${field}${device} type ${nftNot(wanted)}{ ${types} }`;
}
