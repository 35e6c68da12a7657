import { describe, expect, it } from 'vitest';
import { findNetnsExec } from '../../../src/shell/tool/netns-exec.js';
import { newMachine } from '../../../src/machine/new-machine.js';
import { newNamespace } from '../../../src/namespace/new-namespace.js';
import { withNamespace } from '../../../src/machine/machine.js';
import { runWith } from '../../../src/shell/run-with.js';
import { FAKE_TOOLS } from '../fake-tools.js';

describe('the words after exec', () => {
  it.each([
    ['netns exec blue ip a', 'blue ip a'],
    ['-4 -n red netns exec blue ip', 'blue ip'],
    ['net e blue ip', 'blue ip'],
    ['netns exec', ''],
    ['netns add blue', undefined],
    ['ne exec blue', undefined],
    ['netns', undefined],
    ['route show', undefined],
    ['', undefined],
  ])('ip %s', (words, expected) => {
    expect(findNetnsExec(words.split(' '))?.join(' ')).toBe(expected);
  });
});

describe('ip netns exec', () => {
  const machine = withNamespace(newMachine(), 'blue', newNamespace());
  const ran = async (script: string) => {
    const { stdout, stderr, exit } = await runWith(FAKE_TOOLS, script, { machine });
    return { stdout, stderr, exit };
  };

  it('runs a program in the namespace, and then the script is where it was', async () => {
    const script = `ip netns exec blue ip a; ip b; ip netns exec blue bash -c 'ip c; exit 4'; echo $?`;
    expect(await ran(script)).toEqual({
      stdout: 'ip blue[a]\nip [b]\nip blue[c]\n4\n',
      stderr: '',
      exit: 0,
    });
  });

  it('gives the namespace its own files under /proc/sys', async () => {
    const path = '/proc/sys/net/ipv4/ip_forward';
    const script = `ip netns exec blue bash -c 'echo 1 > ${path}'; cat ${path}; ip netns exec blue cat ${path}`;
    expect(await ran(script)).toMatchObject({ stdout: '0\n1\n' });
  });

  it('hands its input on', async () => {
    expect(await ran('echo x | ip netns exec blue cat')).toMatchObject({ stdout: 'x\n' });
  });

  it('fails when there is no such program', async () => {
    expect(await ran('ip netns exec blue no_such')).toEqual({
      stdout: '',
      stderr: 'exec of "no_such" failed: No such file or directory\n',
      exit: 1,
    });
  });
});
