import { describe, expect, it } from 'vitest';
import { matches, refuseByErrno, refuseValue, Words } from '../../../src/command/ip/arguments.js';
import { Refusal } from '../../../src/command/refusal.js';

const refusalOf = (act: () => unknown): Refusal => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('Words', () => {
  it('are taken from left to right', () => {
    const words = new Words(['table', '100']);
    expect([words.take(), words.peek, words.left, words.next(), words.take()]).toEqual([
      'table',
      '100',
      1,
      '100',
      undefined,
    ]);
  });

  it('refuse a missing value as ip does', () => {
    const words = new Words(['table']);
    words.take();
    expect(refusalOf(() => words.next())).toMatchObject({
      exit: 255,
      stderr: 'Command line is not complete. Try option "help"\n',
      endsBatch: true,
    });
  });
});

describe('matches', () => {
  it.each([
    ['pref', 'preference', true],
    ['preference', 'preference', true],
    ['preferences', 'preference', false],
    ['', 'preference', false],
    ['x', 'preference', false],
  ])('%j for %j is %s', (word, keyword, expected) => {
    expect(matches(word, keyword)).toBe(expected);
  });
});

describe('refusals', () => {
  // ip -4 rule add pref x
  it('of a value end in the line end of the reason and one more', () => {
    expect(refusalOf(() => refuseValue('x', 'preference value is invalid\n')).stderr).toBe(
      'Error: argument "x" is wrong: preference value is invalid\n\n',
    );
  });

  it('by the kernel let a forced batch go on', () => {
    expect(refusalOf(() => refuseByErrno('EEXIST'))).toMatchObject({
      exit: 2,
      stderr: 'RTNETLINK answers: File exists\n',
      endsBatch: false,
    });
  });
});
