import { ALWAYS } from '../../predicate/predicate.js';
import type { MatchData, MatchExtension } from './extension.js';
import { quoteString } from './quoted-string.js';

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
        read: (data, { argument }) => ({ ...data, text: cut(argument) }),
      },
    ],
  },
  print: ({ text }) => `--comment ${quoteString(text)}`,
  list: ({ text }) => `/* ${text} */`,
  predicate: () => ALWAYS,
};

/** Cuts a text to the bytes that fit; a character that is cut in the middle is left out. */
function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MAX_BYTES) return text;
  return new TextDecoder().decode(bytes.slice(0, MAX_BYTES)).replace(/�+$/, '');
}
