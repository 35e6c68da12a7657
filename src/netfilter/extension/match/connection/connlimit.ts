import type { Address } from '../../../../address/address.js';
import type { Family } from '../../../../address/family.js';
import { ALWAYS, invertedIf } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readPrefixMask } from '../../option/host-address.js';
import { readWord } from '../../option/mark-mask.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';

/** `-m connlimit`. */
export interface ConnlimitMatch extends MatchData {
  readonly name: 'connlimit';
  readonly limit: number;
  readonly mode: 'upto' | 'above' | undefined;
  readonly side: 'saddr' | 'daddr';
  /** All bits when not given. */
  readonly mask: Address | undefined;
}

/**
 * The `connlimit` match: on how many connections there are from an address, or to one. They aren't counted here: a single packet finds one,
 * its own. Source: `xt_connlimit.c`, iptables-extensions(8).
 */
export const connlimitMatch: MatchExtension<ConnlimitMatch> = {
  name: 'connlimit',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'connlimit', limit: 0, mode: undefined, side: 'saddr', mask: undefined },
    options: [
      limitOption('upto', 'above'),
      limitOption('above', 'upto'),
      {
        name: 'connlimit-mask',
        words: 1,
        read: (data, given) => ({ ...data, mask: readPrefixMask(given.argument, given) }),
      },
      {
        name: 'connlimit-saddr',
        words: 0,
        excludes: ['connlimit-daddr'],
        read: (data) => ({ ...data, side: 'saddr' }),
      },
      {
        name: 'connlimit-daddr',
        words: 0,
        excludes: ['connlimit-saddr'],
        read: (data) => ({ ...data, side: 'daddr' }),
      },
    ],
    finish(data) {
      if (data.mode !== undefined) return data;
      throw new XtablesError(
        'parameter',
        'You must specify "--connlimit-above" or "--connlimit-upto".',
      );
    },
  },
  print: (data, family) =>
    `--connlimit-${data.mode} ${data.limit} --connlimit-mask ${maskBits(data, family)} --connlimit-${data.side}`,
  list: (data, { family }) =>
    `#conn ${data.side === 'daddr' ? 'dst' : 'src'}/${maskBits(data, family)} ${data.mode === 'upto' ? '<=' : '>'} ${data.limit}`,
  // There is one always: the packet's own.
  predicate: ({ limit, mode }) => (limit > 0 ? ALWAYS : invertedIf(mode === 'upto', ALWAYS)),
  choice: ({ limit, mode }) => (limit > 0 ? openChoice(mode === 'upto') : undefined),
};

function limitOption(
  mode: 'upto' | 'above',
  other: 'upto' | 'above',
): ExtensionOption<ConnlimitMatch> {
  return {
    name: `connlimit-${mode}`,
    words: 1,
    invertible: true,
    excludes: [`connlimit-${other}`],
    read: (data, given) => ({
      ...data,
      limit: readWord(given),
      mode: given.inverted ? other : mode,
    }),
  };
}

/** How many bits stand before the first that isn't set, in each word. */
function maskBits({ mask }: ConnlimitMatch, family: Family): number {
  if (mask === undefined) return family === 4 ? 32 : 128;
  return mask.words.reduce((bits, word) => bits + Math.clz32(~word), 0);
}
