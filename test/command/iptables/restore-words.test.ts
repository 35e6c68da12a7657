import { describe, expect, test } from 'vitest';
import {
  readCounters,
  splitCounter,
  splitWords,
} from '../../../src/command/iptables/restore/restore-words.js';

// What iptables-restore 1.8.11 makes of such lines is in the session iptables-restore.
describe('a line is split as iptables-restore splits it', () => {
  test.each([
    ['-A x  -p\ttcp ', ['-A', 'x', '-p', 'tcp']],
    ['--comment "a b"', ['--comment', 'a b']],
    ['--comment ""', ['--comment', '']],
    ['--comment a"b c"d', ['--comment', 'ab c', 'd']],
    [String.raw`--comment "say \"it\" \\ \n"`, ['--comment', String.raw`say "it" \ n`]],
    [String.raw`--comment a\ b`, ['--comment', String.raw`a\\`.slice(0, 2), 'b']],
    [`--comment 'a b'`, ['--comment', `'a`, `b'`]],
    ['--comment "open', ['--comment', 'open']],
    ['', []],
  ])('%j', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  test.each([
    ['-A x', undefined, '-A x'],
    ['[1:2] -A x', ['1', '2'], ' -A x'],
    ['[1:2]-A x', ['1', '2'], '-A x'],
  ])('the counter of %j', (line, counter, rest) => {
    expect(splitCounter(line, 3)).toEqual({ counter, rest });
  });

  test.each(['[1:2 -A x', '[12] -A x', '[:] -A x'])('no counter: %j', (line) => {
    expect(() => splitCounter(line, 3)).toThrow('Bad line 3: need ]');
  });

  test.each([
    ['[3:4]', { packets: 3, bytes: 4 }],
    ['[0:0]', { packets: 0, bytes: 0 }],
    ['[x]', undefined],
    ['3:4', undefined],
    ['[3]', undefined],
  ])('the counters %j', (text, counters) => {
    expect(readCounters(text)).toEqual(counters);
  });
});
