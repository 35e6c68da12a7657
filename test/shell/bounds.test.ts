import { describe, expect, it } from 'vitest';
import { GaveUp } from '../../src/bound.js';
import { Host } from '../../src/host/host.js';
import { ticking } from '../gave-up-by.js';
import { run, type RunOptions, type ScriptSoFar } from '../../src/shell/index.js';

async function gaveUpBy(script: string, options: RunOptions): Promise<GaveUp> {
  const error: unknown = await run(script, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GaveUp) return error;
  throw new Error('not given up', { cause: error });
}

describe('a script without end', () => {
  it.each([
    ['of builtins', 'while :; do :; done'],
    ['in a substitution', 'x=$(while :; do :; done)'],
    ['in a function', 'f() { while true; do ip link set lo up; done; }; f'],
    ['in eval', "eval 'while :; do :; done'"],
    ['in another shell', "bash -c 'while :; do :; done'"],
    ['in a trap', "trap 'while :; do :; done' EXIT"],
    ['that only counts', 'for ((;;)); do ((i++)); done'],
  ])('ends at its deadline: %s', async (_, script) => {
    const gaveUp = await gaveUpBy(script, { deadline: 500, clock: ticking() });
    expect(gaveUp).toMatchObject({ reason: 'deadline', all: Infinity });
    expect(gaveUp.done).toBeGreaterThan(0);
  });

  it('ends when a timer aborts its signal', async () => {
    const script = 'while true; do ip link set lo up; done';
    const gaveUp = await gaveUpBy(script, { signal: AbortSignal.timeout(100) });
    expect(gaveUp.reason).toBe('aborted');
  });

  it('leaves the machine as it had made it, and says where it was', async () => {
    const script = 'ip link set lo up\nip link add d0 type dummy\nwhile :; do :; done\n';
    const { soFar } = await gaveUpBy(script, { deadline: 500, clock: ticking() });
    const { machine, line } = soFar as ScriptSoFar;
    expect(line).toBe(3);
    expect(Host.fromMachine(machine).namespace.links.size).toBe(2);
  });

  it('reports its progress', async () => {
    const reported: string[] = [];
    await gaveUpBy('ip link set lo up\nwhile :; do :; done\n', {
      deadline: 1000,
      clock: ticking(),
      progress: (_done, _all, what) => reported.push(what),
    });
    expect(reported.at(-1)).toBe('line 2');
  });
});

describe('a script that takes too much', () => {
  it.each([
    ['commands', 'while :; do ip link set lo up; done', { commands: 1000 }],
    ['output', 'while :; do echo 0123456789; done', { outputBytes: 10_000 }],
    ['memory', 'x=0123456789; while :; do x=$x$x; done', { liveBytes: 1 << 20 }],
  ] as const)('is ended: %s', async (_, script, limits) => {
    const bounded = { limits, deadline: 200_000, clock: ticking() };
    const { exit, stderr } = await run(script, bounded);
    expect(exit).toBeGreaterThan(0);
    expect(stderr).not.toBe('');
  });

  it('finds its disk full', async () => {
    const script = 'x=0123456789; while echo $x >> /tmp/f; do :; done; exit 9';
    expect(await run(script, { limits: { fileBytes: 10_000 } })).toMatchObject({ exit: 9 });
  });
});

describe('what stands too deep in itself', () => {
  it.each([
    ['subshells', 'f() { (f); }; f', 'more than 1000 shells in each other'],
    [
      'shells as programs',
      'f() { bash -c f; }; export -f f; f',
      'more than 1000 shells in each other',
    ],
    [
      'shells by other programs',
      'f() { env bash -c f; }; export -f f; f',
      'more than 1000 shells in each other',
    ],
    [
      'sums',
      `echo $((1${'+1'.repeat(50_000)}))`,
      'more constructs in each other than the call stack holds',
    ],
    [
      'parentheses of sums in a variable',
      "x=$(printf '(%.0s' {1..9000})1$(printf ')%.0s' {1..9000}); echo $((x))",
      'more constructs in each other than the call stack holds',
    ],
  ])('ends the script by name: %s', async (_, script, words) => {
    const { exit, stdout, stderr } = await run(`echo before\n${script}\necho after\n`);
    expect({ exit, stdout }).toEqual({ exit: 126, stdout: 'before\n' });
    expect(stderr.replace(/^\S+: line \d+: /, '')).toBe(`${words}\n`);
  });

  it.each([
    ['$(echo ', 'x', ')'],
    ['"$(echo ', 'x', ')"'],
    ['${x:-', 'x', '}'],
    ['${x//', 'x', '/}'],
    ['$((', '1', '))'],
    ['${a[', '0', ']}'],
    ['<(', ':', ')'],
  ])('is refused before anything runs: %s in a word', async (open, inner, close) => {
    await expectRefused(`: ${open.repeat(500)}${inner}${close.repeat(500)}`);
  });

  it('is refused before anything runs: parentheses of a sum', async () => {
    await expectRefused(`echo $((${'('.repeat(500)}1${')'.repeat(500)}))`);
  });

  it.each([
    ['( ', ' )'],
    ['(', ')'],
    ['{ ', ';}'],
    ['if true; then ', ';fi'],
    ['while true; do ', ';done'],
    ['for i in 1; do ', ';done'],
    ['case x in x) ', ';; esac'],
    ['f() { ', ';}'],
  ])('is refused before anything runs: commands in %s', async (open, close) => {
    await expectRefused(`${open.repeat(500)}:${close.repeat(500)}`);
  });

  it.each([
    ['! ', ''],
    ['( ', ' )'],
    ['(', ')'],
  ])('is refused before anything runs: tests in %s', async (open, close) => {
    await expectRefused(`[[ ${open.repeat(500)}x${close.repeat(500)} ]]`);
  });

  it('runs what stands in others as deep as is allowed', async () => {
    const open = 'if true; then { ';
    const script = `${open.repeat(198)}echo deep${';}; fi'.repeat(198)}`;
    expect(await run(script)).toMatchObject({ exit: 0, stdout: 'deep\n' });
  });
});

async function expectRefused(script: string): Promise<void> {
  const { exit, stdout, stderr, machine } = await run(`echo before\n${script}\n`);
  expect(stderr).toMatch(
    /^nexthop: more than 400 constructs in each other \(line 2, column \d+\) is not simulated\n$/,
  );
  expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
  expect([...machine.missing]).toHaveLength(1);
}

describe('what the everyday programs have not is refused by name', () => {
  it.each([
    ['awk \'BEGIN { printf "%20000d", 1 }\'', 'awk: printf width limit exceeded (10000 bytes)'],
    ["awk 'BEGIN { a[1]; print length(a) }'", 'awk length(a)'],
    ['awk \'BEGIN { split("a b", q); print length q }\'', 'awk length(q)'],
    ["awk 'function f(s) { return length(s) } BEGIN { a[1]; print f(a) }'", 'awk length(s)'],
    ['ls -la /', 'ls -l'],
    ['ls -rt', 'ls -t'],
    ['ls -i', 'ls -i'],
    ['head -zx', 'head -zx'],
    ['sed --frob', 'sed --frob'],
    ['find -frob', 'find -frob'],
  ])('%s', async (script, what) => {
    const { stdout, stderr, exit, machine } = await run(script);
    expect([stdout, stderr, exit]).toEqual(['', `nexthop: ${what} is not simulated\n`, 3]);
    expect([...machine.missing.values()]).toMatchObject([{ what }]);
  });

  it.each([
    [
      `echo 'BEGIN { print 3 }' > p; echo '{ print $1 }' > q; echo a:b | awk -F: -f p -fq -`,
      '3\na\n',
    ],
    [`awk -f - <<< 'BEGIN { print 7 }'`, '7\n'],
    [
      `awk 'function f(s) { return length(s) } BEGIN { a[1]; print f("xx"), length("abc") }'`,
      '2 3\n',
    ],
    ['awk -f missing 2>&1; echo $?', 'awk: cannot open "missing" (No such file or directory)\n2\n'],
  ])('and what they have is as in mawk: %s', async (script, printed) => {
    expect(await run(script)).toMatchObject({ stdout: printed, stderr: '' });
  });
});
