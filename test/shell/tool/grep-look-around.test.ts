import { expect, it } from 'vitest';
import { run } from '../../../src/shell/run.js';

const REFUSAL = 'nexthop: grep -P of a pattern that looks around itself is not simulated\n';

it.each([
  ['a group that is repeated without end', `echo aaa | grep -P '(?=a)(a|aa)+$'`],
  ['a back-reference', String.raw`echo aa | grep -P '(a)(?=\1)'`],
  ['an option that it has not', `echo a | grep -A1 -P '(?=a)'`],
  ['several files', `grep -P '(?=a)' f g`],
  ['a repetition behind', `echo aab | grep -P '(?<=a+)b'`],
  ['more steps than a search may take', `printf 'a%.0s' {1..9000} | grep -P '(?=a)a*a*a*b'`],
])('grep -P that looks around itself: %s is refused', async (_, script) => {
  const { stdout, stderr, exit } = await run(script);
  expect({ stdout, stderr, exit }).toEqual({ stdout: '', stderr: REFUSAL, exit: 3 });
});
