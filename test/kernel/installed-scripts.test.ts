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

describe('scripts as they are installed go on to what is refused by name, after which no packet is traced', () => {
  it('wg-quick', async () => {
    checkInstalled(INSTALLED['wg-quick']);
    cpSync(INSTALLED['wg-quick'].path, join(place, 'wg-quick.sh'));
    writeFileSync(
      join(place, 'wg0.conf'),
      '[Interface]\nAddress = 10.2.0.2/32\nPrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\n\n' +
        '[Peer]\nPublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=\nAllowedIPs = 0.0.0.0/0\n',
      { mode: 0o600 },
    );
    const { exit, stdout, stderr } = await trace('bash ./wg-quick.sh up ./wg0.conf || true\n');
    expect({ exit, stdout }).toEqual({ exit: 4, stdout: '' });
    // Linux without the module: ip and wg fail there too, and wg-quick takes back what it did.
    expect(stderr).toContain('[#] ip link add wg0 type wireguard\n');
    expect(stderr).toContain('[#] ip link delete dev wg0\nCannot find device "wg0"\n');
    expect(stderr).toMatch(
      /^ {2}.*ip link add wg0 type wireguard: ip link type wireguard is not simulated$/m,
    );
    expect(stderr).not.toMatch(/syntax error|command not found|: stat|: sort|: grep/);
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
