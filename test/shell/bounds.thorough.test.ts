import { describe, expect, it } from 'vitest';
import { run } from '../../src/shell/index.js';

describe("a program of just-bash's", () => {
  it('has no limit that the real one has not', async () => {
    const script = `seq 1 110000 > /tmp/n; tail -1 /tmp/n; wc -l < /tmp/n; cut -c1 /tmp/n | wc -l; awk '{s += $1} END {print s}' /tmp/n
cat /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n /tmp/n | wc -c`;
    expect(await run(script)).toMatchObject({
      stdout: '110000\n110000\n110000\n6050055000\n10542320\n',
      stderr: '',
      exit: 0,
    });
  });

  it('finds, lists and removes folders that are more than 1,000 deep', async () => {
    const script = 'mkdir -p $(printf d/%.0s {1..1100}); find d | wc -l; du d | wc -l; rm -r d; ls';
    expect(await run(script)).toMatchObject({ stdout: '1100\n1100\n', stderr: '' });
  });
});

describe('what stands too deep in itself', () => {
  it.each([
    ['functions', 'f() { f; }; f', 'more than 10000 functions in each other'],
    ['eval', `f='eval "$f"'; eval "$f"`, 'more than 10000 evals or sourced files in each other'],
    [
      'sourced files',
      "echo '. /tmp/s' > /tmp/s; . /tmp/s",
      'more than 10000 evals or sourced files in each other',
    ],
  ])('ends the script by name: %s', async (_, script, words) => {
    const { exit, stdout, stderr } = await run(`echo before\n${script}\necho after\n`);
    expect({ exit, stdout }).toEqual({ exit: 126, stdout: 'before\n' });
    expect(stderr.replace(/^\S+: line \d+: /, '')).toBe(`${words}\n`);
  });
});
