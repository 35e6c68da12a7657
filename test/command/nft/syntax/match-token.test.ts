import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScopeName } from '../../../../src/command/nft/syntax/lexer/keywords.js';
import {
  matchToken,
  matchTokenSlowly,
  type TokenMatch,
} from '../../../../src/command/nft/syntax/lexer/match-token.js';

/** What the forms of tokens are made of, and what they hang on behind them. */
const piece = fc.constantFrom(
  ...'0 1 7 08 12 255 8021 8021q 8021ad 0x 0xf 1d 2h 3m 4ms 5s a be cafe add ip sack x- _ / . .. : ::'.split(
    ' ',
  ),
  ...'10.0.0.1 ::1 fe80::1 2001:db8::5 a:b:c:d:e:f 00:11:22:33:44:55 [::1] [ ] 1:2 ffff:10 { } ( ) < > = ! & | ^ - * \\* $ @ + ; ,'.split(
    ' ',
  ),
  ' ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\\\n',
  '# x',
  '# x\n',
  '"a b"',
  '"',
  '\\',
  'é',
  '\0',
);
const texts = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
const scopes = fc.constantFrom<ScopeName | undefined>(undefined, 'ip', 'tcp', 'meta', 'at');

/** The tokens of a text, each with what it covers. */
function cut(text: string, scope: ScopeName | undefined, match: typeof matchToken): TokenMatch[] {
  const found: TokenMatch[] = [];
  for (let offset = 0; ;) {
    const token = match(text, offset, scope);
    if (token === undefined) return found;
    found.push({ kind: token.kind, length: token.length });
    offset += token.length;
  }
}

describe('the longest token', () => {
  it('is found by its first characters as by a look for all forms', () => {
    fc.assert(
      fc.property(texts, scopes, (text, scope) => {
        expect(cut(text, scope, matchToken)).toEqual(cut(text, scope, matchTokenSlowly));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['10.0.0.1,', 'string', 8],
    ['10.0.0.', 'decimal', 2],
    ['080', 'decimal', 3],
    ['0x1f', 'hexadecimal', 4],
    ['1d2h', 'string', 4],
    ['fe80::1 ', 'string', 7],
    ['[::1]:80', 'bracketed', 5],
    [':1 ', 'colon', 1],
    [': goto', 'colon', 1],
    ['1:2 ', 'string', 3],
    ['eth* ', 'string with a trailing asterisk', 4],
    ['.5', 'string', 2],
    ['. 5', '.', 1],
    ['>=1', '>=', 2],
  ])('%j begins with a token of kind %s', (text, kind, length) => {
    expect(matchToken(text, 0, undefined)).toMatchObject({ kind, length });
  });
});
