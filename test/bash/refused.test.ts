import { expect, it } from 'vitest';
import { run } from '../../src/shell/run.js';

it.each([
  [String.raw`r='(a)\1'; [[ aa =~ $r ]]`, '=~ with a back-reference'],
  ['[[ aa =~ (a*){0,2} ]]', '=~ with a repeated group that can match nothing'],
  ['[[ aa =~ ((a*)*)* ]]', '=~ with a repeated group that can match nothing'],
  ['[[ a =~ ((a{1,999}){1,999}){1,999} ]]', '=~ of so many repetitions'],
  ['x=$(printf a%.0s {1..20000}); [[ $x =~ (a{1,20000})+b ]]', '=~ on so long a text'],
])('a regular expression is refused by name: %s', async (script, what) => {
  const { stderr, stdout, machine } = await run(`${script}\necho $?\n`);
  expect(stderr).toBe(`nexthop: ${what} is not simulated\n`);
  expect(stdout).toBe('3\n');
  expect([...machine.missing.values()]).toMatchObject([{ what }]);
});

it('finds nothing where a vague expression finds nothing', async () => {
  expect(await run('[[ b =~ ^((a*)*)*$ ]]; echo $?')).toMatchObject({ stdout: '1\n', stderr: '' });
});

it('takes no time that grows with the ways to match', async () => {
  const script = 'x=$(printf a%.0s {1..3000}); [[ $x =~ ^(a|aa)+b ]]; echo $?';
  expect(await run(script)).toMatchObject({ stdout: '1\n', stderr: '' });
});

it('a here-document with its text behind the substitution is refused by name', async () => {
  const { stderr, exit, stdout } = await run('echo a\nx=$(cat <<A)\ntext\nA\n');
  expect(stderr).toBe(
    'nexthop: here-document with its text behind the substitution that it is in (line 2, column 13) is not simulated\n',
  );
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
});
