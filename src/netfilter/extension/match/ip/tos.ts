import { invertedIf, masked } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  printTosMask,
  readTosMask,
  tosName,
  type TosMask,
  tosParts,
} from '../../option/tos-mask.js';

/** `-m tos --tos VALUE/MASK`. */
export interface TosMatch extends MatchData, TosMask {
  readonly name: 'tos';
  readonly inverted: boolean;
}

/** The `tos` match: `(tos & mask) == value`. Source: `xt_dscp.c`, `tos_mt`; iptables-extensions(8). */
export const tosMatch: MatchExtension<TosMatch> = {
  name: 'tos',
  families: [4, 6],
  entries: { kind: 'older', families: [4] },
  options: {
    initial: { name: 'tos', value: 0, mask: 0, inverted: false },
    options: [
      {
        name: 'tos',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({ ...data, ...readTosMask(argument), inverted }),
      },
    ],
  },
  print: (data) => `${data.inverted ? '! ' : ''}--tos ${printTosMask(data)}`,
  list(data, { numeric }) {
    const name = numeric ? undefined : tosName(data);
    return `tos match${data.inverted ? '!' : ''}${name === undefined ? printTosMask(data) : ` ${name}`}`;
  },
  asNft({ value, mask, inverted }, { header }) {
    if ((value & ~mask) !== 0) return { without: '-m tos with a value outside of its mask' };
    const parts = tosParts({ value, mask });
    const isPart = parts.some(({ isWhole }) => !isWhole);
    // nft 1.1.3 compares a part of a field of IPv6 in the wrong place.
    if ((header === 'ip6' && isPart) || (inverted && parts.length > 1)) {
      return byteForm({ value, mask, inverted, header });
    }
    const words = parts.map(({ name, bits, wanted, isWhole }) =>
      isWhole ? `${header} ${name} == ${wanted}` : `${header} ${name} & ${bits} == ${wanted}`,
    );
    return inverted ? words.join('').replace('==', '!=') : words.join(' ');
  },
  predicate: ({ value, mask, inverted }) => invertedIf(inverted, masked('tos', mask, value)),
};

/** The byte by its place: in IPv4 the second of the header, in IPv6 in the middle of the first two. */
function byteForm({
  value,
  mask,
  inverted,
  header,
}: Pick<TosMatch, 'value' | 'mask' | 'inverted'> & { readonly header: 'ip' | 'ip6' }): string {
  const operator = inverted ? '!=' : '==';
  return header === 'ip'
    ? `@nh,8,8 & ${mask} ${operator} ${value}`
    : `@nh,0,16 & ${mask << 4} ${operator} ${value << 4}`;
}
