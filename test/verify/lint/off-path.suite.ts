import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import type { HookName, TableName } from '../../../src/netfilter/hook.js';
import { isXtablesRule, type XtablesRule } from '../../../src/netfilter/rule.js';
import { udp } from '../../../src/packet/make-packet.js';
import { rulesOffPath } from '../../../src/verify/lint/chain/dead-on-path.js';
import { Facts } from '../../../src/verify/lint/facts.js';
import { Visits } from '../../../src/verify/ask/visits.js';

const ROUTER = Host.fromCommands(`
  ip link set lo up
  ip link add lan type dummy
  ip link set lan up
  ip addr add 10.1.0.1/24 dev lan
  ip link add wan type dummy
  ip link set wan up
  ip addr add 192.0.2.2/24 dev wan
  ip link add spare type dummy
  ip link set spare up
  sysctl -qw net.ipv4.ip_forward=1
  sysctl -qw net.ipv4.conf.all.rp_filter=0
  ip route add default via 192.0.2.1
  ip route add default dev spare table 50
  ip rule add fwmark 1 lookup 50
`);

const PLACES: readonly (readonly [TableName, HookName])[] = [
  ['raw', 'PREROUTING'],
  ['raw', 'OUTPUT'],
  ['mangle', 'PREROUTING'],
  ['mangle', 'INPUT'],
  ['mangle', 'FORWARD'],
  ['mangle', 'OUTPUT'],
  ['mangle', 'POSTROUTING'],
  ['filter', 'INPUT'],
  ['filter', 'FORWARD'],
  ['filter', 'OUTPUT'],
];
const ADDRESSES = ['10.1.0.1', '10.1.0.20', '192.0.2.2', '192.0.2.99', '8.8.8.8', '127.0.0.1'];
const IN = ['', '', '', '-i lan', '-i wan', '-i lo'];
const OUT = ['', '', '', '-o wan', '-o spare', '-o lan', '-o lo'];
const OTHER = [
  '',
  '-p udp --dport 53',
  '-m mark --mark 1',
  '-m conntrack --ctstate ESTABLISHED',
  ...ADDRESSES.flatMap((address) => [`-s ${address}`, `-d ${address}`]),
];
const TARGETS = ['ACCEPT', 'DROP', 'MARK --set-mark 1', 'CONNMARK --restore-mark'];

const command = fc
  .tuple(
    fc.constantFrom(...PLACES),
    fc.constantFrom(...IN),
    fc.constantFrom(...OUT),
    fc.constantFrom(...OTHER),
    fc.constantFrom(...TARGETS),
  )
  .map(([[table, hook], indev, outdev, other, target]) => {
    const seesIn = ['PREROUTING', 'INPUT', 'FORWARD'].includes(hook) ? indev : '';
    const seesOut = ['OUTPUT', 'POSTROUTING', 'FORWARD'].includes(hook) ? outdev : '';
    const kind = table !== 'mangle' && /MARK/.test(target) ? 'ACCEPT' : target;
    return `iptables -t ${table} -A ${hook} ${seesIn} ${seesOut} ${other} -j ${kind}`;
  });
const translation = fc.constantFrom(
  '',
  'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE',
  'iptables -t nat -A PREROUTING -i wan -p udp --dport 53 -j DNAT --to-destination 10.1.0.20:5353',
  'iptables -t nat -A OUTPUT -d 8.8.8.8 -j DNAT --to-destination 127.0.0.1',
);

/** Few ports and addresses: many packets answer others. */
const packets = fc.array(
  fc
    .record({
      src: fc.constantFrom(...ADDRESSES),
      dst: fc.constantFrom(...ADDRESSES, '255.255.255.255', '10.1.0.255'),
      sport: fc.constantFrom(53, 5353),
      dport: fc.constantFrom(53, 5353),
      iif: fc.constantFrom('lan', 'wan', 'lo', undefined),
      mark: fc.constantFrom(0, 0, 1),
    })
    .map(({ iif, ...rest }) => udp(iif === undefined ? rest : { ...rest, iif })),
  { minLength: 60, maxLength: 60 },
);

function ruleAt(host: Host, text: string): XtablesRule {
  const [, number, table, chain] = /^Rule (\d+) of (\S+) (\S+) /.exec(text) ?? [];
  const found = host.namespace.netfilter.tables.get(`ip ${table ?? ''}`)?.chains.get(chain ?? '');
  const rule = found?.rules.get(Number(number) - 1);
  if (rule === undefined || !isXtablesRule(rule)) throw new Error(`no rule: ${text}`);
  return rule;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testOffPath(runs: number): void {
  describe('a rule to which the path is said to lead nothing', { timeout: 120_000 }, () => {
    it('is met by no packet of whatever connection', () => {
      let reported = 0;
      const property = fc.property(
        fc.array(command, { minLength: 6, maxLength: 12 }),
        translation,
        packets,
        (list, nat, sent) => {
          const host = [...list, nat]
            .filter((line) => line !== '')
            .reduce((before, line) => before.exec(line.split(/ +/)).host, ROUTER);
          const dead = rulesOffPath(new Facts(host, 4));
          reported += dead.length;
          const visits = new Visits();
          let { namespace } = host;
          for (const packet of sent) namespace = visits.send(namespace, packet);
          for (const { text } of dead) {
            expect([text, visits.of(ruleAt(host, text)).met]).toEqual([text, 0]);
          }
        },
      );
      fc.assert(property, { numRuns: runs, seed: 1 });
      expect(reported).toBeGreaterThan(runs / 4);
    });
  });
}
