import { describe, expect, it } from 'vitest';
import { run } from '../../../src/shell/run.js';

const ran = async (script: string) => {
  const { stdout, stderr, exit } = await run(`ip netns add blue; ip netns add red; ${script}`);
  return { stdout, stderr, exit };
};

describe('ip netns exec', () => {
  it('runs a program in the namespace, and then the script is where it was', async () => {
    const script = `ip netns identify; ip netns exec blue bash -c 'ip netns identify; exit 4'; echo $?; ip netns identify`;
    expect(await ran(script)).toEqual({ stdout: '\nblue\n4\n\n', stderr: '', exit: 0 });
  });

  it('runs programs in one namespace after the other', async () => {
    expect(
      await ran('ip -n blue link set lo up; ip -all netns exec cat /sys/class/net/lo/operstate'),
    ).toEqual({
      stdout: '\nnetns: red\ndown\n\nnetns: blue\nunknown\n',
      stderr: '',
      exit: 0,
    });
  });

  it('takes one namespace inside another', async () => {
    const script = `ip netns exec blue bash -c 'ip netns exec red bash -c "ip netns identify"; ip netns identify'`;
    expect(await ran(script)).toEqual({ stdout: 'red\nblue\n', stderr: '', exit: 0 });
  });

  it('gives the namespace its own files under /proc/sys', async () => {
    const path = '/proc/sys/net/ipv4/ip_forward';
    const script = `ip netns exec blue bash -c 'echo 1 > ${path}'; cat ${path}; ip net e blue cat ${path}`;
    expect(await ran(script)).toEqual({ stdout: '0\n1\n', stderr: '', exit: 0 });
  });

  it('hands its input on', async () => {
    expect(await ran('echo x | ip netns exec blue cat')).toMatchObject({ stdout: 'x\n' });
  });

  it.each(['no_such', '/no/such', 'cd'])('fails when there is no program %s', async (name) => {
    expect(await ran(`ip netns exec blue ${name} /`)).toEqual({
      stdout: '',
      stderr: `exec of "${name}" failed: No such file or directory\n`,
      exit: 1,
    });
  });
});
