import { ALWAYS } from '../../../../predicate/predicate.js';
import { cutText } from '../../option/cut-text.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { quoteString } from '../../option/quoted-string.js';

/** `-m comment --comment TEXT`. */
export interface CommentMatch extends MatchData {
  readonly name: 'comment';
  readonly text: string;
}

/** The longest comment that is kept, in bytes. Source: `XT_MAX_COMMENT_LEN` less its final zero. */
const MAX_BYTES = 255;

/** The `comment` match: it always holds. Source: `xt_comment.c`, iptables-extensions(8). */
export const commentMatch: MatchExtension<CommentMatch> = {
  name: 'comment',
  families: [4, 6],
  options: {
    initial: { name: 'comment', text: '' },
    options: [
      {
        name: 'comment',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, text: cutText(argument, MAX_BYTES) }),
      },
    ],
  },
  print: ({ text }) => `--comment ${quoteString(text)}`,
  list: ({ text }) => `/* ${text} */`,
  translate: () => '',
  predicate: () => ALWAYS,
};
