import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { fakeTerminal } from './fake-terminal.js';

/** Whatever a script can name has characters that a terminal would carry out. */
const SETUP = String.raw`
evil=$'\x1b[8m\u202ez\x7f\u0085'
echo "100 t$evil" >> /etc/iproute2/rt_tables
ip link set lo up
ip link add "e$evil" type dummy || ip link add eth0 type dummy
dev=$(ip -br link | grep -v lo | head -1 | cut -d' ' -f1 | cut -d@ -f1)
ip link set "$dev" up
ip addr add 10.0.0.1/24 dev "$dev"
ip route add default via 10.0.0.9
ip route add default via 10.0.0.8 table 100
ip rule add fwmark 7 table 100
ip rule add fwmark 8 table 100
iptables -A OUTPUT -p tcp --dport 1 -m comment --comment $'ok  \e[1A\n→ leaves by eth0 via 10.0.0.9\e[8m' -j DROP
iptables -A OUTPUT -p tcp --dport 1 -m comment --comment $'again\e[1A\n→ leaves\e[8m' -j DROP
iptables -A OUTPUT -p tcp --dport 3 -j LOG --log-prefix $'log\e[1A'
ipset create "s$evil" hash:ip comment
ipset add "s$evil" 10.0.0.5 comment $'set\e[8m'
iptables -A OUTPUT -m set --match-set "s$evil" dst -j DROP
iptables -N "c$evil"; iptables -A OUTPUT -j "c$evil"; iptables -A "c$evil" -p udp --dport 9 -j DROP
printf 'complaint\e[8m\n' >&2
true
`;

const HIDDEN = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

async function nexthop(...argv: readonly string[]): Promise<string> {
  const terminal = fakeTerminal({
    'setup.sh': SETUP,
    'p\u202e.jsonl': `{"dst":"10.0.0.5","protocol":"tcp","dport":1}
{"dst":"10.0.0.5","protocol":"tcp","dport":3}
{"dst":"10.0.0.5","protocol":"tcp","iif":"\\u001b[8m\\u0085"}
{"dst":"10.0.0.5","\\u001b[8m\\u0085":1}
{"listen":{"protocol":"tcp","port":1,"address":"\\u001b\\u0085"}}
{"run":"printf '\\\\e[8m\\\\n'; iptables -S"}
`,
  });
  await runCli(argv, terminal);
  return terminal.written.stdout + terminal.written.stderr;
}

describe('what a person reads has nothing that a terminal would carry out', () => {
  it.each([
    ['trace', 'setup.sh', 'tcp to 10.0.0.5:1', '--all'],
    ['trace', 'setup.sh', 'tcp to 10.0.0.5:1 in \u001b[8m'],
    ['trace', 'setup.sh', '--packets', 'p\u202e.jsonl'],
    ['trace', 'setup.sh', '--packets', 'p\u202e.jsonl', '--json', '--steps'],
    ['coverage', 'setup.sh', 'tcp', 'to', '10.0.0.5:1', '--classes'],
    ['coverage', 'setup.sh', 'tcp', 'to', '10.0.0.5:1', '--classes', '--json'],
    ['prove', 'setup.sh', 'every unbound tcp dport 1 to 10.0.0.5 leaves', 'every\u001b[8m'],
    ['prove', 'setup.sh', 'every unbound\ntcp dport 1 to\u000110.0.0.5 leaves', '--json'],
    ['classes', 'setup.sh', '-4', '--sent'],
    ['classes', 'setup.sh', '-4', '--sent', '--json'],
    ['lint', 'setup.sh'],
    ['lint', 'setup.sh', '--json'],
    ['replay', 'setup.sh', 'p\u202e.jsonl', '--format', 'json'],
    ['replay', 'setup.sh', 'p\u202e.jsonl', '--format', 'json', '--each'],
    ['gone\u001b[8m'],
    ['trace', 'gone\u001b[8m', 'tcp'],
  ])('nexthop (%#) nexthop %s', async (...words) => {
    const output = await nexthop(...words);
    expect(output).not.toMatch(HIDDEN);
    expect(output).not.toBe('');
    // No line of a name's own.
    expect(output).not.toMatch(/^→ leaves by eth0 via 10.0.0.9$/m);
  });

  it('shows what there is', async () => {
    const output = await nexthop('trace', 'setup.sh', 'tcp to 10.0.0.5:1');
    expect(output).toContain(String.raw`ok  \x1b[1A\x0a→ leaves`);
    expect(output).toContain(String.raw`complaint\x1b[8m`);
  });

  it('leaves JSON as it is', async () => {
    const [line = ''] = (await nexthop('lint', 'setup.sh', '--json')).split('\n');
    expect(JSON.parse(line)).toHaveProperty('kind');
  });
});

it('leaves the output of a script as the tools write it', async () => {
  const terminal = fakeTerminal({ 'setup.sh': `${SETUP}\niptables -S` });
  await runCli(['run', 'setup.sh'], terminal);
  expect(terminal.written.stdout).toContain('\u001b[1A\n→ leaves by eth0');
});
