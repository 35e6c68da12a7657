import { describe, expect, test } from 'vitest';
import {
  OptionScanner,
  type ArgumentNeed,
  type Found,
  type LongOption,
} from '../../../src/command/iptables/read/option-scanner.js';

const SHORT = new Map<string, ArgumentNeed>([
  ['a', 'none'],
  ['b', 'required'],
  ['c', 'optional'],
]);

const LONG: readonly LongOption[] = [
  { name: 'source', argument: 'required', value: 's' },
  { name: 'src', argument: 'required', value: 's' },
  { name: 'set-counters', argument: 'required', value: 'c' },
  { name: 'numeric', argument: 'none', value: 'n' },
  { name: 'wait', argument: 'optional', value: 'w' },
  { name: 'wait-interval', argument: 'optional', value: 'W' },
];

function scan(...argv: readonly string[]): readonly Found[] {
  const scanner = new OptionScanner(argv, SHORT);
  const found: Found[] = [];
  for (;;) {
    const next = scanner.next(LONG);
    found.push(next);
    if (next.kind !== 'option' && next.kind !== 'word') return found;
  }
}

const option = (value: string, argument?: string): Found => ({ kind: 'option', value, argument });
const END: Found = { kind: 'end' };
const UNKNOWN: Found = { kind: 'unknown', letter: undefined };

// getopt_long(3) of glibc 2.41 with `-:ab:c::` as its option string gives the same.
describe('a command line is read as getopt_long reads it', () => {
  test.each<[readonly string[], readonly Found[]]>([
    [[], [END]],
    [['-a'], [option('a'), END]],
    [
      ['-ab', 'x'],
      [option('a'), option('b', 'x'), END],
    ],
    [['-abx'], [option('a'), option('b', 'x'), END]],
    [
      ['-b', '-a'],
      [option('b', '-a'), END],
    ],
    [
      ['-c', 'x'],
      [option('c'), { kind: 'word', word: 'x' }, END],
    ],
    [['-cx'], [option('c', 'x'), END]],
    [['-ca'], [option('c', 'a'), END]],
    [['-b'], [{ kind: 'missing-argument' }]],
    [['-ad'], [option('a'), { kind: 'unknown', letter: 'd' }]],
    [
      ['x', '-a', '!'],
      [{ kind: 'word', word: 'x' }, option('a'), { kind: 'word', word: '!' }, END],
    ],
    [['-'], [{ kind: 'word', word: '-' }, END]],
    [['--', '-a'], [END]],
    [['--numeric'], [option('n'), END]],
    [['--num'], [option('n'), END]],
    [['--numeric=5'], [{ kind: 'unknown', letter: 'n' }]],
    [
      ['--source', 'x'],
      [option('s', 'x'), END],
    ],
    [['--source=x=y'], [option('s', 'x=y'), END]],
    [['--source='], [option('s', ''), END]],
    [['--source'], [{ kind: 'missing-argument' }]],
    [
      ['--sr', 'x'],
      [option('s', 'x'), END],
    ],
    [['--s', 'x'], [UNKNOWN]],
    [
      ['--wait', '5'],
      [option('w'), { kind: 'word', word: '5' }, END],
    ],
    [['--wait=5'], [option('w', '5'), END]],
    [['--wai'], [UNKNOWN]],
    [['--nosuch'], [UNKNOWN]],
  ])('%j', (argv, found) => {
    expect(scan(...argv)).toEqual(found);
  });

  test('words can be taken as arguments, and the last one read again', () => {
    const scanner = new OptionScanner(['-a', 'x', '!', '-b', 'y'], SHORT);
    expect(scanner.next(LONG)).toEqual(option('a'));
    expect(scanner.takeArgument()).toBe('x');
    expect(scanner.takeArgument()).toBeUndefined();
    expect(scanner.next(LONG)).toEqual({ kind: 'word', word: '!' });
    scanner.back();
    expect(scanner.lastWord).toBe('x');
    expect(scanner.next(LONG)).toEqual({ kind: 'word', word: '!' });
    expect(scanner.takeArgument()).toBeUndefined();
    expect(scanner.rest).toEqual(['-b', 'y']);
    expect(scanner.hasMore).toBe(true);
  });
});
