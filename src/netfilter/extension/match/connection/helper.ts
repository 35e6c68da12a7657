import { invertedIf, NEVER } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { cutText } from '../../option/cut-text.js';
import { quoteString } from '../../option/quoted-string.js';
import { nftNot } from '../../option/nft-words.js';

/** `-m helper --helper NAME`. */
export interface HelperMatch extends MatchData {
  readonly name: 'helper';
  /** Empty for any. */
  readonly helper: string;
  readonly inverted: boolean;
}

/** Source: `struct xt_helper_info`, with its end. */
const LONGEST_NAME = 29;

/**
 * The `helper` match: on the helper of the connection that began the packet's one. There are no expectations here, so that no connection has begun
 * another. Source: `xt_helper.c`, iptables-extensions(8).
 */
export const helperMatch: MatchExtension<HelperMatch> = {
  name: 'helper',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'helper', helper: '', inverted: false },
    options: [
      {
        name: 'helper',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          helper: cutText(argument, LONGEST_NAME),
          inverted,
        }),
      },
    ],
  },
  print: ({ helper, inverted }) => `${inverted ? '! ' : ''}--helper ${quoteString(helper)}`,
  list: ({ helper, inverted }) => `helper match ${inverted ? '! ' : ''}"${helper}"`,
  translate: ({ helper, inverted }) => `ct helper ${nftNot({ inverted })}"${helper}"`,
  predicate: ({ inverted }) => invertedIf(inverted, NEVER),
};
