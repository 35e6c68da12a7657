import { describe, expect, it } from 'vitest';
import { GaveUp } from '../../src/bound.js';
import { Host } from '../../src/host/host.js';
import { run, type RunOptions, type ScriptSoFar } from '../../src/shell/index.js';

async function gaveUpBy(script: string, options: RunOptions): Promise<GaveUp> {
  const error: unknown = await run(script, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GaveUp) return error;
  throw new Error('not given up', { cause: error });
}

/** Goes on by a millisecond whenever it's looked at. */
function ticking(): () => number {
  let now = 0;
  return () => now++;
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
    const told: string[] = [];
    await gaveUpBy('ip link set lo up\nwhile :; do :; done\n', {
      deadline: 1000,
      clock: ticking(),
      progress: (_done, _all, what) => told.push(what),
    });
    expect(told.at(-1)).toBe('line 2');
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
