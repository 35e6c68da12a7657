import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestWord, suggestWord } from '../src/nearest-word.js';

const KEYWORDS = ['from', 'to', 'in', 'oif', 'mark', 'tos', 'sport', 'dport', 'protocol', 'length'];

describe('nearestWord', () => {
  it.each([
    ['dprt', 'dport'],
    ['form', 'from'],
    ['proto', 'protocol'],
    ['lenght', 'length'],
    ['MARK', 'mark'],
    ['sprot', 'sport'],
  ])('takes %s for %s', (wrong, right) => {
    expect(nearestWord(wrong, KEYWORDS)).toBe(right);
  });

  it.each(['xyzzy', 'gateway', ''])('finds nothing near %j', (word) => {
    expect(nearestWord(word, KEYWORDS)).toBeUndefined();
  });

  it('finds a word with any one slip again', () => {
    const slip = fc.tuple(
      fc.constantFrom('sport', 'dport', 'protocol', 'length'),
      fc.nat(4),
      fc.constantFrom('insert', 'leave out', 'replace'),
    );
    fc.assert(
      fc.property(slip, ([word, place, kind]) => {
        const after = word.slice(kind === 'insert' ? place : place + 1);
        const wrong = word.slice(0, place) + (kind === 'leave out' ? '' : '#') + after;
        expect(nearestWord(wrong, [word])).toBe(word);
      }),
    );
  });
});

describe('suggestWord', () => {
  it('asks, or says nothing', () => {
    expect(suggestWord('dprt', KEYWORDS)).toBe('did you mean dport?');
    expect(suggestWord('xyzzy', KEYWORDS)).toBeUndefined();
  });
});
