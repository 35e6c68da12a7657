import { describe, expect, it } from 'vitest';
import { missingOf } from '../../src/machine/missing.js';
import { run, type RunOptions } from '../../src/shell/index.js';

async function lacks(script: string, options: RunOptions = {}): Promise<string[]> {
  const { machine } = await run(script, options);
  return missingOf(machine).map(({ what, place }) => `${what}:${place?.line ?? '?'}`);
}

describe('a file that Linux may have and that is not here', () => {
  it.each([
    '. /etc/fw.conf',
    'true && source /etc/fw.conf 2> /dev/null',
    'iptables-restore < /etc/fw.conf',
    'iptables-restore /etc/fw.conf',
    'ip -batch /etc/fw.conf',
    'sysctl -qp /etc/fw.conf',
    'cat /etc/fw.conf || true',
    'grep -qs x /etc/fw.conf',
    'awk 1 /etc/fw.conf',
    'head -n 1 /etc/fw.conf | cat',
    'cp /etc/fw.conf /tmp',
    'while read -r line; do ip link; done < /etc/fw.conf',
    'x=$(< /etc/fw.conf)',
    'bash /etc/fw.conf',
    'nl /etc/fw.conf',
  ])('is missing where it is read: %s', async (script) => {
    expect(await lacks(`true\n${script}`)).toEqual(['file /etc/fw.conf:2']);
  });

  it.each([
    ['cd /root; . ./lib.sh', 'file /root/lib.sh:1'],
    ['cat /proc/modules', 'file /proc/modules:1'],
    ['echo x > /etc/nowhere/file', 'file /etc/nowhere/file:1'],
    ['cat /proc/sys/kernel/hostname', 'sysctl kernel.hostname:1'],
  ])('is missing: %s', async (script, what) => {
    expect(await lacks(script)).toEqual([what]);
  });

  it.each([
    '[ -f /etc/fw.conf ] && . /etc/fw.conf; [[ -r /etc/a ]] || ls /etc/a; rm -f /etc/a; stat /etc/a',
    'find /etc/fw; mkdir -p /etc/fw/a; touch /etc/fw/b; cat /etc/fw/c',
    'echo x > /etc/fw.conf; rm /etc/fw.conf; cat /etc/fw.conf',
    'echo x > /etc/a; mv /etc/a /etc/b; cat /etc/a',
    'cat /tmp/none /run/none /proc/sys/net/none /sys/class/net/eth7/mtu',
  ])('is none that is only asked for, or known not to be there: %s', async (script) => {
    expect(await lacks(script)).toEqual([]);
  });

  it('is none of a folder from outside, of which all is known', async () => {
    const folders = { '/etc/fw': { list: async () => [], read: async () => new Uint8Array() } };
    expect(await lacks('cat /etc/fw/a; . /etc/fw/b/c', { folders })).toEqual([]);
    expect(await lacks('cat /etc/a', { folders })).toEqual(['file /etc/a:1']);
  });

  it('is complained of by each program', async () => {
    const { stderr, exit } = await run('nl /tmp/none; rev /tmp/none; nl /tmp');
    expect(stderr).toBe(
      'nl: /tmp/none: No such file or directory\nrev: /tmp/none: No such file or directory\nnl: /tmp: Is a directory\n',
    );
    expect(exit).toBe(1);
  });
});
