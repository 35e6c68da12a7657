import { invertedIf, masked } from '../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../extension.js';
import { printTosMask, readTosMask, tosName, type TosMask } from '../option/tos-mask.js';

/** `-m tos --tos VALUE/MASK`. */
export interface TosMatch extends MatchData, TosMask {
  readonly name: 'tos';
  readonly inverted: boolean;
}

/** The `tos` match: `(tos & mask) == value`. Source: `xt_dscp.c`, `tos_mt`; iptables-extensions(8). */
export const tosMatch: MatchExtension<TosMatch> = {
  name: 'tos',
  families: [4, 6],
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
  predicate: ({ value, mask, inverted }) => invertedIf(inverted, masked('tos', mask, value)),
};
