import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { parsePacketWords } from '../../../src/packet/packet-words.js';
import { coverage } from '../../../src/verify/ask/coverage.js';
import { printCoverage } from '../../../src/verify/ask/print-coverage.js';
import { FOUNDING } from '../hosts.js';

const packets = (...words: readonly string[]) => words.map((text) => parsePacketWords(text));

describe('coverage', () => {
  const host = FOUNDING.run([
    'iptables -A OUTPUT -p tcp --dport 22 -d 203.0.113.0/24 -j DROP',
    'ip6tables -A INPUT -p udp --dport 53 -j ACCEPT',
  ]);

  it('says which rules and routes packets exercise, and quotes the others', () => {
    const covered = coverage(host, packets('tcp to 203.0.113.9:25', 'tcp to 203.0.113.9:80'));
    expect(printCoverage(covered)).toBe(
      [
        '2 packets',
        'rules of chains: 1 of 3 met',
        '  not met  iptables -A OUTPUT -p tcp --dport 22 -d 203.0.113.0/24 -j DROP  (filter OUTPUT rule 1)',
        '  not reached  ip6tables -A INPUT -p udp --dport 53 -j ACCEPT  (filter INPUT rule 1)',
        'ip rules: 1 of 1 met',
        'routes: 2 of 3 met',
        '  not taken  ip route add 169.254.0.0/16 dev eth0 scope link  (table main)',
        '',
      ].join('\n'),
    );
    expect(covered.unmet).toHaveLength(3);
  });

  it('counts a packet once however often it comes to a rule', () => {
    const { chainRules, rules } = coverage(host, packets('tcp to 203.0.113.9:25'));
    const mark = chainRules.find(({ place }) => place === 'mangle OUTPUT rule 1');
    expect(mark).toMatchObject({ family: 4, reached: 1, met: 1 });
    expect(rules.find(({ place }) => place === 'rule 32765')).toMatchObject({ reached: 1, met: 1 });
    // The first lookup takes this one, the second does not come to it.
    expect(rules.find(({ place }) => place === 'rule 32766')).toMatchObject({ reached: 1, met: 1 });
  });

  it('takes a rule of several conditions for met when all of them hold', () => {
    const one = coverage(host, packets('tcp to 203.0.113.9:22'));
    const other = coverage(host, packets('tcp to 198.51.100.9:22'));
    const drop = (covered: typeof one) =>
      covered.chainRules.find(({ place }) => place === 'filter OUTPUT rule 1');
    expect(drop(one)).toMatchObject({ reached: 1, met: 1 });
    expect(drop(other)).toMatchObject({ reached: 1, met: 0 });
  });

  it('sends the packets one after the other', () => {
    const tracking = Host.fromCommands([
      'ip link set lo up',
      'iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    ]);
    const there = 'udp from 127.0.0.1:1000 to 127.0.0.1:53';
    const back = 'udp from 127.0.0.1:53 to 127.0.0.1:1000';
    expect(coverage(tracking, packets(there)).unmet).toHaveLength(1);
    expect(coverage(tracking, packets(there, back)).unmet).toHaveLength(0);
  });

  it('reports the classes of the packets', () => {
    const covered = coverage(host, packets('tcp to 203.0.113.9:25', 'tcp to 203.0.113.8:25'));
    const met = covered.classes.filter((one) => one.packets > 0);
    expect(met.map((one) => one.packets)).toEqual([2]);
    expect(covered.classes.every(({ of }) => of.family === 4 && of.direction === 'sent')).toBe(
      true,
    );
    expect(printCoverage(covered, { classes: true })).toContain(
      `behaviour classes: 1 of ${covered.classes.length} met\n`,
    );
  });

  it('of no packets is that nothing was met', () => {
    const { packets: count, unmet, classes } = coverage(host, []);
    expect([count, unmet.length, classes]).toEqual([0, 7, []]);
  });
});
