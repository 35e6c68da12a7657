import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Automaton } from '../../src/pattern/automaton.js';
import { readEre } from '../../src/pattern/read-ere.js';

interface Recorded {
  readonly texts: readonly string[];
  /** For each pattern the exit status of each text: 0 found, 1 not found, 2 no pattern. */
  readonly statuses: Readonly<Record<string, string>>;
}

const { texts, statuses }: Recorded = JSON.parse(
  readFileSync(new URL('recorded-ere.json', import.meta.url), 'utf8'),
);

/** What Bash would answer: the exit statuses of `[[ TEXT =~ PATTERN ]]`. Undefined for what an automaton can't do. */
function statusesOf(pattern: string): string | undefined {
  const read = readEre(pattern);
  if (read === 'back-reference') return undefined;
  if (read === undefined) return texts.map(() => '2').join('');
  const automaton = Automaton.of(read);
  return texts.map((text) => (automaton?.finds(text) === true ? '0' : '1')).join('');
}

it('finds what regexec(3) finds, and refuses what regcomp(3) refuses', () => {
  const own = Object.entries(statuses).flatMap(([pattern, known]) => {
    const found = statusesOf(pattern);
    return found === undefined ? [] : [{ pattern, found, known }];
  });
  expect(own.filter(({ found, known }) => found !== known)).toEqual([]);
  expect(own.length).toBeGreaterThan(600);
});

it('reports a back-reference', () => {
  expect(readEre(String.raw`(a)\1`)).toBe('back-reference');
});

it.each(['(.+)+x$', '((a*)*)*b', '(a|a)*b', '(a?){200}a{200}b'])(
  'reads a long text once: %s',
  (pattern) => {
    const read = readEre(pattern);
    const automaton = typeof read === 'object' ? Automaton.of(read) : undefined;
    expect(automaton?.finds('a'.repeat(2000))).toBe(false);
  },
);

it('makes no automaton that grows with the product of repetitions', () => {
  const read = readEre('((a{1,999}){1,999}){1,999}');
  expect(typeof read === 'object' && Automaton.of(read)).toBe(undefined);
});
