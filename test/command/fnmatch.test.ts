import { expect, it } from 'vitest';
import { isPattern, matchesPattern } from '../../src/command/fnmatch.js';

// What fnmatch(3) of glibc 2.41 says without flags.
it.each([
  ['eth*', 'eth0', true],
  ['eth*', 'xeth0', false],
  ['v1:?', 'v1:x', true],
  ['v1:?', 'v1:', false],
  ['[uv]1', 'v1', true],
  ['[!uv]1', 'v1', false],
  ['[^uv]1', 'w1', true],
  ['[a-c]', 'b', true],
  ['[]x]', ']', true],
  ['a.c', 'abc', false],
  ['a+', 'aa', false],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['*', '', true],
  ['[', '[', true],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(matchesPattern(pattern, name)).toBe(matches);
});

it('distinguishes a pattern from a name', () => {
  expect(['eth0', 'eth*', 'a[b]', 'a?'].map(isPattern)).toEqual([false, true, true, true]);
});
