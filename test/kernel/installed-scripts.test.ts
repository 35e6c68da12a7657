import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeTerminal } from '../../src/cli/terminal/node-terminal.js';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from '../cli/fake-terminal.js';

/** Scripts that belong to others are read where they are installed, and nothing of them is kept here. */
const INSTALLED = {
  'wg-quick': { path: '/usr/bin/wg-quick', package: 'wireguard-tools' },
  ufw: { path: '/usr/share/ufw', package: 'ufw' },
} as const;

/** Fails where a script is not installed: nothing would be tried then. */
function checkInstalled({ path, package: name }: { path: string; package: string }): void {
  expect(existsSync(path), `${path} is there: apt-get install ${name}`).toBe(true);
}

let place = '';

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'nexthop-installed-')));
});

afterEach(() => {
  rmSync(place, { recursive: true });
});

async function trace(script: string) {
  writeFileSync(join(place, 'setup.sh'), script);
  const { openFolder, readText } = nodeTerminal();
  const inPlace = (path: string) => readText(join(place, path));
  const terminal = fakeTerminal({}, { cwd: place, openFolder, readText: inPlace });
  const exit = await runCli(['trace', 'setup.sh', 'tcp', 'to', '198.51.100.1:25'], terminal);
  return { exit, ...terminal.written };
}

describe('scripts run as they are installed', () => {
  it('wg-quick', async () => {
    checkInstalled(INSTALLED['wg-quick']);
    cpSync(INSTALLED['wg-quick'].path, join(place, 'wg-quick.sh'));
    writeFileSync(
      join(place, 'wg0.conf'),
      '[Interface]\nAddress = 10.2.0.2/32\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n\n' +
        '[Peer]\nPublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\nAllowedIPs = 0.0.0.0/0\n',
      { mode: 0o600 },
    );
    const { exit, stdout, stderr } = await trace('bash ./wg-quick.sh up ./wg0.conf\n');
    // It runs whole: the tunnel takes the packet, and its peer has no endpoint.
    expect(exit).toBe(0);
    expect(stderr.replaceAll(/\/dev\/fd\/\d+/g, 'FD').split('\n')).toEqual([
      '[#] ip link add wg0 type wireguard',
      '[#] wg setconf wg0 FD',
      '[#] ip -4 address add 10.2.0.2/32 dev wg0',
      '[#] ip link set mtu 1420 up dev wg0',
      '[#] wg set wg0 fwmark 51820',
      '[#] ip -4 route add 0.0.0.0/0 dev wg0 table 51820',
      '[#] ip -4 rule add not fwmark 51820 table 51820',
      '[#] ip -4 rule add table main suppress_prefixlength 0',
      '[#] sysctl -q net.ipv4.conf.all.src_valid_mark=1',
      '[#] nft -f FD',
      '',
    ]);
    expect(stdout).toContain('dropped at endpoint of the peer');
  });

  it('the rules of ufw', async () => {
    checkInstalled(INSTALLED.ufw);
    for (const name of ['before', 'after', 'user', 'before6', 'after6', 'user6']) {
      const file = `${name}.rules`;
      cpSync(join(INSTALLED.ufw.path, file), join(place, file), { dereference: true });
    }
    const { exit, stdout, stderr } = await trace(`
      for chain in logging-deny skip-to-policy-input skip-to-policy-forward skip-to-policy-output; do
        iptables -N ufw-$chain; ip6tables -N ufw6-$chain
      done
      for file in before user after; do
        iptables-restore -n < $file.rules || echo "$file.rules" >&2
        ip6tables-restore -n < "$file"6.rules || echo "$file"6.rules >&2
      done
      true
    `);
    // Nothing of them is refused: the packet is traced, on a host without a route.
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain('no route');
  });
});
