import { run } from 'nexthop/shell';
import { describe, expect, it } from 'vitest';

const SCRIPT = `
  echo $RANDOM $EPOCHSECONDS $EPOCHREALTIME $(printf '%(%s)T' -1)
  date +%s; /bin/date -u +%F; date -d now +%s; date --date=tomorrow +%F; date -d @0 +%F
  echo x > file; mkdir folder; stat file folder
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

  it.each([
    [`awk 'BEGIN { srand(); print 1 }'`, 'awk srand'],
    [`awk 'BEGIN { print int(rand () * 6) }'`, 'awk rand'],
    [`echo 'BEGIN { print rand() }' > p; awk -f p`, 'awk rand'],
    [`jq -n now`, 'jq now'],
    [`jq -n '{at: now | todate}'`, 'jq now'],
    [`echo '0 | localtime' > p; jq -n --from-file p`, 'jq localtime'],
    [`yq -n now`, 'yq now'],
    [`sqlite3 :memory: 'select random()'`, 'sqlite3'],
  ])('and its chance are not those of the computer: %s', async (script, name) => {
    const { exit, stdout, stderr } = await run(script);
    expect([exit, stdout, stderr]).toEqual([3, '', `nexthop: ${name} is not simulated\n`]);
  });

  it.each([
    [`awk 'BEGIN { grand(2) } function grand(n) { print n }'`, '2\n'],
    [`awk -v rand=3 'BEGIN { print rand }'`, '3\n'],
    [`echo '{"now": 1, "a": {"now": 2}}' | jq -c '.now, .a.now, {now: 3}'`, '1\n2\n{"now":3}\n'],
    [`echo 1 | jq --arg now 7 '$now'`, '"7"\n'],
  ])('is not asked for by a name: %s', async (script, printed) => {
    const { exit, stdout, stderr } = await run(script);
    expect([exit, stdout, stderr]).toEqual([0, printed, '']);
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
