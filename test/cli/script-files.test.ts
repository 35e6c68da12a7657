import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeTerminal } from '../../src/cli/terminal/node-terminal.js';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

const SETUP = `set -e
source ./lib.sh
iptables-restore < rules.v4
ip -batch batch
bring_up
echo changed > batch
ip route add default dev d0
`;

let place = '';

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'nexthop-script-')));
  mkdirSync(join(place, 'net'));
  writeFileSync(join(place, 'net/setup.sh'), SETUP);
  writeFileSync(join(place, 'net/lib.sh'), 'bring_up() { ip link set d0 up; }\n');
  writeFileSync(
    join(place, 'net/rules.v4'),
    '*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -p tcp --dport 25 -j DROP\nCOMMIT\n',
  );
  writeFileSync(
    join(place, 'net/batch'),
    'link set lo up\nlink add d0 type dummy\naddr add 192.0.2.1/24 dev d0\n',
  );
  writeFileSync(join(place, 'secret'), 'a secret\n');
});

afterEach(() => {
  rmSync(place, { recursive: true });
});

async function nexthop(words: readonly string[], cwd: string) {
  const { openFolder, readText } = nodeTerminal();
  const inFolder = (path: string) => readText(join(path.startsWith('/') ? '' : cwd, path));
  const terminal = fakeTerminal({}, { cwd, openFolder, readText: inFolder });
  const exit = await runCli(words, terminal);
  return { exit, ...terminal.written };
}

describe('files beside a script', () => {
  it.each([
    ['trace', 'tcp to 198.51.100.1:25', 0],
    ['prove', 'every unbound tcp dport 25 never leaves by d0', 0],
    ['classes', undefined, 0],
    ['coverage', 'tcp to 198.51.100.1:25', 0],
  ])('are there for nexthop %s, and stay as they are', async (command, words, exit) => {
    for (const [script, cwd] of [
      ['setup.sh', join(place, 'net')],
      ['net/setup.sh', place],
      [join(place, 'net/setup.sh'), '/'],
    ] as const) {
      const more = words === undefined ? [] : [words];
      const ran = await nexthop([command, script, ...more], cwd);
      expect(ran).toMatchObject({ stderr: '', exit });
    }
    expect(readFileSync(join(place, 'net/batch'), 'utf8')).toContain('link set lo up');
  });

  it('are all that it can read', async () => {
    writeFileSync(join(place, 'net/read.sh'), `cat ../secret ${place}/secret /etc/shadow\n`);
    const script = ['run', 'read.sh'];
    expect(await nexthop(script, join(place, 'net'))).toMatchObject({ stdout: '', exit: 1 });
    const mounted = ['run', '--mount', '..', 'read.sh'];
    expect(await nexthop(mounted, join(place, 'net'))).toMatchObject({
      stdout: 'a secret\na secret\n',
    });
  });

  it('are there for both hosts of a difference', async () => {
    const scripts = [join(place, 'net/setup.sh'), join(place, 'net/setup.sh')];
    expect(await nexthop(['diff', ...scripts], '/')).toMatchObject({ exit: 0, stderr: '' });
  });
});
