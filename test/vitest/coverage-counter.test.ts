import { expect, it } from 'vitest';
import { Host, tcp, udp } from 'nexthop';
import { CoverageCounter } from '../../src/vitest/coverage-counter.js';
import { mergeCoverage } from '../../src/vitest/merge-coverage.js';

const HOST = Host.fromCommands([
  'ip link set lo up',
  'iptables -A OUTPUT -p udp --dport 53 -j ACCEPT',
  'iptables -A OUTPUT -p tcp -j DROP',
]);
const NAME = udp({ dst: '127.0.0.1', dport: 53 });
const CONNECTION = tcp({ dst: '127.0.0.1', dport: 80 });

/** What one test file would report of packets on hosts. */
function count(...sent: readonly (readonly [Host, typeof NAME])[]) {
  const counter = new CoverageCounter();
  for (const [host, packet] of sent) counter.add(host, packet);
  return counter.report({ classes: false });
}

const met = ({ chainRules }: ReturnType<typeof count>) => chainRules.map((rule) => rule.met);

it('counts a rule that several hosts share once, whichever met it', () => {
  const more = HOST.run('iptables -A OUTPUT -p icmp -j DROP');
  expect(met(count([HOST, NAME], [more, CONNECTION]))).toEqual([1, 1, 0]);
  expect(met(count([HOST, NAME], [HOST.send(NAME).host, NAME]))).toEqual([2, 0]);
});

it('adds up what files report of rules that read the same', () => {
  const sum = mergeCoverage([count([HOST, NAME]), count([HOST, CONNECTION], [HOST, NAME])]);
  expect(sum.packets).toBe(3);
  expect(met(sum)).toEqual([2, 1]);
  expect(sum.routes.filter(({ met: taken }) => taken > 0)).toHaveLength(1);
  expect(mergeCoverage([])).toEqual({ packets: 0, chainRules: [], rules: [], routes: [] });
});
