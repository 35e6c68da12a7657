import type { Parser } from '../parser/parser.js';
import { toByteText } from '../byte-text.js';

const longestComment = 128;

/** `comment "text"`. */
export function parseComment(p: Parser): string {
  p.expect('comment');
  const { value, at } = p.expectText();
  if (toByteText(value).length > longestComment) {
    p.refuse(at, `comment too long, ${longestComment} characters maximum allowed`);
  }
  return value;
}

/** The message about what was given a second time. */
export const givenTwice = 'You can only specify this once. This statement is duplicated.';
