import { describe, expect, test } from 'vitest';
import { run } from '../../src/shell/run.js';

/** Each with what Bash 5.2 and the programs of Debian answer, in an empty folder. */
const ANSWERS: readonly (readonly [script: string, printed: string])[] = [
  ['echo a > f; mkdir d; stat -c %a f d', '644\n755\n'],
  ['umask 077; echo a > f; echo a >> g; mkdir d; stat -c %a f g d', '600\n600\n700\n'],
  ['umask 077; mkdir -p d/a/b; stat -c %a d d/a d/a/b', '700\n700\n700\n'],
  ['umask 077; echo a | tee f g > g2; touch h; stat -c %a f g g2 h', '600\n600\n600\n600\n'],
  ['umask 077; (umask 022; echo a > f); echo a > g; stat -c %a f g', '644\n600\n'],
  ['umask 077; bash -c "umask; echo a > f"; stat -c %a f', '0077\n600\n'],
  ['umask 077; wg genkey > key; chmod 644 key; cp key copy; stat -c %a key copy', '644\n600\n'],
  ['echo a > f; chmod 640 f; echo b > f; echo c >> f; echo d | tee f; stat -c %a f', 'd\n640\n'],
  ['echo a > f; chmod 640 f; sed -i s/a/b/ f; umask 077; mv f g; stat -c %a g', '640\n'],
  ['umask 0; mktemp | xargs stat -c %a; mktemp -d | xargs stat -c %a', '600\n700\n'],
  ['umask 077; cat > f <<X\na\nX\nstat -c %a f', '600\n'],
];

describe('files and folders get the bits that umask leaves', () => {
  test.each(ANSWERS)('%s', async (script, printed) => {
    const { stdout, stderr } = await run(`mkdir /work; cd /work; umask 022; ${script}`);
    expect(stderr).toBe('');
    expect(stdout).toBe(printed);
  });

  test('wg-quick makes no complaint of a configuration that only root reads', async () => {
    const { stderr } = await run(
      `umask 077; mkdir /etc/wireguard
printf '[Interface]\\nPrivateKey = %s\\nAddress = 10.0.0.1/24\\n' "$(wg genkey)" > /etc/wireguard/wg0.conf
wg-quick up wg0 && wg-quick save wg0 && wg-quick down wg0`,
    );
    expect(stderr).not.toContain('world accessible');
  });
});
