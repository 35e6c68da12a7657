import type { Take } from '../../sample.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePacketWords, printPacketWords } from '../../../src/packet/packet-words.js';
import { tcp } from '../../../src/packet/make-packet.js';
import { describeAs } from '../../../src/host/describe.js';
import { Host } from '../../../src/host/host.js';
import { makeOutcome } from '../../../src/host/make-outcome.js';
import type { Outcome } from '../../../src/host/outcome.js';
import type { Family } from '../../../src/address/family.js';
import type { Packet } from '../../../src/packet/packet.js';
import type { BehaviourClass } from '../../../src/verify/ask/behaviour-class.js';
import { classes } from '../../../src/verify/ask/classes.js';
import { printFate } from '../../../src/verify/fate/fate.js';
import { fateDifferences } from './fate-differences.js';
import { evaluatePacket, FOUNDING, generatedHosts, packetsFor, scenarioHosts } from '../hosts.js';

function outcomeOf(host: Host, packet: Packet): Outcome {
  const { namespace, machine } = host;
  return makeOutcome(evaluatePacket(host, packet), namespace, describeAs(namespace, machine.files));
}

/** How many witnesses of one host are sent. */
const MOST_WITNESSES = 12;

/**
 * Everything that a division into classes promises. The evaluator takes the first option of every choice, the compiled host
 * the one that Linux would take next: both must be among the classes that have the packet.
 */
function check(host: Host, family: Family, runs: number): readonly BehaviourClass[] {
  const all = classes(host, { family });
  const compiled = host.compile();
  const plain = all.filter(({ choices }) => Object.keys(choices).length === 0);
  // A host can have a thousand classes: some from all over the list stand for them.
  const every = Math.ceil(plain.length / MOST_WITNESSES);
  for (const one of plain.filter((_, index) => index % every === 0)) {
    expect(one.has(one.witness)).toBe(true);
    expect(fateDifferences(one.fate, outcomeOf(host, one.witness), one.witness)).toEqual([]);
    expect(fateDifferences(one.fate, compiled.send(one.witness), one.witness)).toEqual([]);
  }
  const most = plain.length === all.length ? 1 : Infinity;
  fc.assert(
    fc.property(packetsFor(host, family), (packet) => {
      const its = all.filter((one) => one.has(packet));
      expect(its.length).toBeLessThanOrEqual(most);
      for (const outcome of [outcomeOf(host, packet), compiled.send(packet)]) {
        expect(its.map(({ fate }) => fateDifferences(fate, outcome, packet))).toContainEqual([]);
      }
    }),
    { numRuns: runs },
  );
  return all;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testClasses(take: Take, runs: number): void {
  describe('classes', () => {
    it('divide the packets of the founding example', () => {
      const all = check(FOUNDING, 4, 100);
      const mail = all.find((one) => one.has(tcp({ dst: '203.0.113.9', dport: 25 })));
      expect(mail && printFate(mail.fate)).toBe(
        'leaves by eth0 via 192.168.1.2 (rule 32765, table smtp), src 192.168.1.23, mark 0x2',
      );
      expect(mail?.has(tcp({ dst: '203.0.113.9', dport: 80 }))).toBe(false);
      expect(mail?.has(parsePacketWords('udp to 203.0.113.9:53 mark 2'))).toBe(true);
      expect(mail && printPacketWords(mail.witness)).toBe('tcp to 203.0.113.9:25');
    });

    it('keep their promises on scenarios', { timeout: 600_000 }, async () => {
      for (const host of await scenarioHosts(take)) {
        check(host, 4, 10);
        check(host, 6, 5);
      }
    });

    it('keep their promises on generated hosts', { timeout: 600_000 }, () => {
      fc.assert(
        fc.property(generatedHosts, (host) => {
          check(host, 4, 30);
          check(host, 6, 15);
        }),
        // No shrinking: some hosts take ten seconds.
        { numRuns: runs, endOnFailure: true },
      );
    });

    it('keep their promises where each of many addresses becomes another', () => {
      const table = Array.from({ length: 40 }, (_, index) => {
        const from = index < 20 ? '-s 198.51.100.0/24 ' : '';
        return `iptables -t nat -A PREROUTING ${from}-d 192.0.2.${100 + index} -j DNAT --to 10.0.0.${index % 36}`;
      });
      const host = Host.fromCommands([
        'sysctl -w net.ipv4.ip_forward=1',
        'ip link add eth0 type dummy',
        'ip link set eth0 up',
        'ip addr add 192.0.2.1/24 dev eth0',
        'ip route add 10.0.0.0/28 dev eth0',
        ...table,
      ]);
      const all = check(host, 4, 40);
      for (const index of [0, 19, 20, 39]) {
        const packet = tcp({ iif: 'eth0', src: '198.51.100.9', dst: `192.0.2.${100 + index}` });
        const its = all.filter((one) => one.has(packet)).map(({ fate }) => fate);
        expect(its).toHaveLength(1);
        expect(its[0] && fateDifferences(its[0], host.send(packet), packet)).toEqual([]);
      }
    });

    it('leave open which connections local sockets have', () => {
      const host = Host.fromCommands(
        `
      ip link add eth0 type dummy
      ip link set eth0 up
      ip addr add 192.0.2.1/24 dev eth0
      iptables -t mangle -A PREROUTING -p tcp -m socket --transparent -j MARK --set-mark 1
      iptables -t mangle -A PREROUTING -p tcp --dport 80 -j TPROXY --on-port 3129 --tproxy-mark 2
    `,
      )
        .listen({ protocol: 'tcp', port: 3129, transparent: true })
        .listen({ protocol: 'tcp', port: 80, address: '192.0.2.1' });
      const all = check(host, 4, 300);
      const dropped = all.filter(({ fate }) => fate.at === 'mangle PREROUTING rule 2');
      expect(dropped.map(({ choices }) => choices)).toEqual([
        { 'socket at mangle PREROUTING': 'it is of a connection of a local socket' },
      ]);
      const packet = tcp({ iif: 'eth0', src: '192.0.2.9', dst: '192.0.2.1', dport: 3129 });
      expect(host.send(packet).mark).toBe(0);
      expect(host.send(packet).host.send(packet).mark).toBe(1);
      const marks = all.filter((one) => one.has(packet)).map(({ fate }) => fate.mark);
      expect(new Set(marks).size).toBe(2);
    });

    it('count every packet once', () => {
      const host = Host.fromCommands(['ip link set lo up']);
      const all = classes(host, { family: 4, direction: 'received' });
      const sum = all.reduce((total, { size }) => total + size, 0n);
      // One device; source, destination, mark, TOS byte, TTL and length of any protocol, and what each protocol has of its own.
      const plain = 2n ** (32n + 32n + 32n + 8n + 8n + 16n);
      const [ports, icmps] = [2n ** 32n, 2n * 2n ** 32n];
      expect(sum).toBe(plain * (4n * ports + ports * 2n ** 8n + icmps + (256n - 7n)));
    });
  });
}
