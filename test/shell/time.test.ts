import { run } from 'nexthop/shell';
import { describe, expect, it } from 'vitest';

const SCRIPT = `
  echo $RANDOM $EPOCHSECONDS $EPOCHREALTIME $(printf '%(%s)T' -1)
  date +%s; /bin/date -u +%F; date -d now +%s; date --date=tomorrow +%F; date -d @0 +%F
  echo x > file; mkdir folder; stat file folder; ls -l file
`;

describe('the time of a script', () => {
  it('stands still, and begins alike', async () => {
    const first = await run(SCRIPT);
    expect(first.stderr).toBe('');
    expect(first.stdout).toMatch(
      /^\d+ 1767225600 1767225600.000000 1767225600\n1767225600\n2026-01-01\n1767225600\n2026-01-02\n1970-01-01\n/,
    );
    expect(first.stdout.match(/2026-01-01T00:00:00/g)).toHaveLength(2);
    expect(await run(SCRIPT)).toEqual(first);
  });

  it('is what is asked for', async () => {
    const { stdout } = await run('date +%F; echo $EPOCHSECONDS; touch x; stat x | tail -n 1', {
      time: 1e9,
    });
    expect(stdout).toBe('2001-09-09\n1000000000\nModify: 2001-09-09T01:46:40.000Z\n');
    await expect(run('', { time: NaN })).rejects.toThrow('time: a number of seconds, got NaN');
  });

  it('is no measure for the ages of files', async () => {
    const { exit, stderr } = await run('find / -mtime -1');
    expect([exit, stderr]).toEqual([3, 'nexthop: find -mtime is not simulated\n']);
  });

  it('leaves a file the time that it is given', async () => {
    const { stdout } = await run('touch -d 2020-01-01 x; stat x | tail -n 1');
    expect(stdout).toBe('Modify: 2020-01-01T00:00:00.000Z\n');
  });
});

describe('the seed of a script', () => {
  it('is as if it were assigned', async () => {
    const { stdout } = await run('echo $RANDOM; RANDOM=7; echo $RANDOM', { seed: 7 });
    const [first, second] = stdout.split('\n');
    expect(first).toBe(second);
    expect((await run('echo $RANDOM')).stdout).not.toBe(`${first}\n`);
    await expect(run('', { seed: -1 })).rejects.toThrow('seed: 0..4294967295, got -1');
  });
});
