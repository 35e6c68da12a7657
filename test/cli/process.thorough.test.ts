import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a shell makes of words in which `nexthop` is the command itself; the last word of the output is the exit status. */
async function shell(script: string): Promise<string> {
  const nexthop = `nexthop() { node --import tsx src/cli/main.ts "$@"; }`;
  const { stdout, stderr } = await run('bash', ['-c', `${nexthop}\n${script}`], { cwd: root });
  return stdout + stderr;
}

describe('output that nobody takes', { timeout: 60_000 }, () => {
  it('is one line of complaint when standard output is full', async () => {
    expect(await shell("nexthop run -c 'echo x; exit 7' >/dev/full || echo $?")).toBe(
      '126\nnexthop: standard output: no space left on device\n',
    );
  });

  it('is none when standard error is: the exit status stays', async () => {
    const script = "nexthop run -c 'echo x >&2; exit 7'";
    expect(await shell(`${script} 2>/dev/full || echo $?`)).toBe('7\n');
    expect(await shell(`${script} 2>&- || echo $?`)).toBe('7\n');
  });

  it('ends the command as SIGPIPE does when the reader is gone', async () => {
    const endless = 'yes "{\\"dst\\":\\"127.0.0.1\\",\\"protocol\\":\\"udp\\"}"';
    const replay = "nexthop replay <(echo 'ip link set lo up') - --each";
    expect(await shell(`${endless} | ${replay} | head -c 8; echo \${PIPESTATUS[1]}`)).toBe(
      '{"number141\n',
    );
  });
});

describe('bytes that are not UTF-8', { timeout: 60_000 }, () => {
  const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
  const script = base64('x=\xc3\xa4\xff; echo "$x" ${#x} $1 $\'\\xfe\'; echo "\xfd" >&2; cat\n');

  it.each([
    ['in a script, its input and its output', '$d/s one', '$d/s one', base64('a\xfc')],
    ['in a script from standard input', '-s one', '- one', script],
    ['in arguments', `-c 'echo "$1" $0' $a $a`, `-c 'echo "$1" $0' $a $a`, ''],
  ])('come out as they do under Bash: %s', async (_where, bashWords, words, input) => {
    const both = await shell(`
      d=$(mktemp -d); a=$(printf '\\xfa')
      echo ${script} | base64 -d > $d/s; echo ${input} | base64 -d > $d/i
      LC_ALL=C bash ${bashWords} < $d/i 2> $d/e | { cat; cat $d/e; } | od -An -tx1; echo
      nexthop run ${words} < $d/i 2> $d/e | { cat; cat $d/e; } | od -An -tx1; rm -r $d`);
    const [bash, own] = both.split('\n\n');
    expect(own).toBe(`${bash}\n`);
    expect(own).toMatch(/f[a-f]/);
  });
});
