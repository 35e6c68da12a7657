import { Map } from 'immutable';
import { describe, expect, it } from 'vitest';
import { filesOfMachine } from '../../../src/command/command-files.js';
import { runCommand } from '../../../src/command/commands.js';
import { wgCommand } from '../../../src/command/wg/wg.js';
import { ROOT_NAMESPACE, type Machine } from '../../../src/machine/machine.js';
import { newMachine } from '../../../src/machine/new-machine.js';
import { isKey } from '../../../src/namespace/wireguard/key.js';
import { run } from '../../../src/shell/index.js';

const PEER = 'ZPVDTq9ylPH2Ed7QQx0UKr6HkadXwTj0fVmJtwA8Y2Q=';

function after(machine: Machine, command: string, files = Map<string, string>()): Machine {
  const readFile = (path: string) => files.get(path);
  const result = runCommand(machine, ROOT_NAMESPACE, command.split(' '), '', readFile);
  expect(result.stderr).toBe('');
  return result.machine;
}

const withDevice = () => after(newMachine(), 'ip link add wg0 type wireguard');

describe('wg genkey', () => {
  const make = (command: string, fill: number) =>
    wgCommand({
      machine: newMachine(),
      namespace: ROOT_NAMESPACE,
      argv: [command],
      readStdin: () => '',
      files: filesOfMachine(Map<string, string>(), () => undefined),
      randomBytes: (length) => new Uint8Array(length).fill(fill),
    }).stdout.trimEnd();

  it('makes a private key of the bytes that it is given, and genpsk takes them as they are', () => {
    expect(make('genpsk', 0xff)).toBe(`${'/'.repeat(42)}8=`);
    expect(Buffer.from(make('genkey', 0xff), 'base64')[0]).toBe(0xf8);
    expect(Buffer.from(make('genkey', 0), 'base64')[31]).toBe(0x40);
  });

  it('makes another key each time without them', () => {
    const keys = [1, 2].map(() => runCommand(newMachine(), '', ['wg', 'genkey']).stdout.trimEnd());
    expect(keys.every(isKey)).toBe(true);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('makes the same keys in every run of a script, unless its seed is another', async () => {
    const script = 'wg genkey; wg genkey; wg genpsk';
    const first = await run(script);
    expect(new Set(first.stdout.trimEnd().split('\n')).size).toBe(3);
    expect((await run(script)).stdout).toBe(first.stdout);
    expect((await run(script, { seed: 2 })).stdout).not.toBe(first.stdout);
  });
});

describe('wg in a script', () => {
  it('reads keys and files where Bash has them', async () => {
    const { stdout, stderr } = await run(`
      ip link add wg0 type wireguard
      umask 077
      wg genkey | tee /etc/own.key | wg pubkey > /etc/own.pub
      wg set wg0 private-key /etc/own.key
      [ "$(wg show wg0 public-key)" = "$(cat /etc/own.pub)" ] && echo same
      wg set wg0 private-key <(echo cFsPh8fyw1mmPra7Adl++zXyv9kuGvnw93J45l0l/X0=)
      wg show wg0 public-key
      wg setconf wg0 <(echo '[Interface]'; echo 'ListenPort = 51820')
      wg addconf wg0 /dev/stdin <<EOW
[Peer]
PublicKey = ${PEER}
AllowedIPs = 10.0.0.0/8
EOW
      wg showconf wg0
    `);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      'same',
      'dV49GLGrLfDaWi5vNEatjFbPi0VGlc/38TcAI7EpKBk=',
      '[Interface]',
      'ListenPort = 51820',
      '',
      '[Peer]',
      `PublicKey = ${PEER}`,
      'AllowedIPs = 10.0.0.0/8',
      '',
    ]);
  });

  it('finds the name of an endpoint in /etc/hosts', async () => {
    const { stdout, stderr } = await run(
      `ip link add wg0 type wireguard
       wg set wg0 peer ${PEER} endpoint VPN.example.com:51820
       wg show wg0 endpoints`,
      { files: { '/etc/hosts': '127.0.0.1 localhost\n203.0.113.9 gw vpn.example.com # far\n' } },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe(`${PEER}\t203.0.113.9:51820\n`);
  });
});

it('a device that is deleted takes its configuration with it', () => {
  const set = after(withDevice(), `wg set wg0 peer ${PEER}`);
  const anew = after(after(set, 'ip link del wg0'), 'ip link add wg0 type wireguard');
  expect(runCommand(anew, ROOT_NAMESPACE, ['wg', 'show', 'wg0', 'peers']).stdout).toBe('');
});

it('a service that an endpoint does not have is tried for again and again', () => {
  const words = ['wg', 'set', 'wg0', 'peer', PEER, 'endpoint', '192.0.2.1:nosuch'];
  const { stderr, exit } = runCommand(withDevice(), ROOT_NAMESPACE, words);
  const lines = stderr.trimEnd().split('\n');
  expect(exit).toBe(1);
  expect(lines).toHaveLength(16);
  // Seen with wg 1.0.20210914, which gave up after 77 seconds.
  expect(lines[0]).toMatch(
    /^Servname not supported for ai_socktype: `192.0.2.1:nosuch'. Trying again in 1.00 seconds...$/,
  );
  expect(lines[14]).toContain('Trying again in 12.84 seconds...');
  expect(lines[15]).toBe("Servname not supported for ai_socktype: `192.0.2.1:nosuch'");
});
