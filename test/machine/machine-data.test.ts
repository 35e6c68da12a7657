import { List } from 'immutable';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { machineFromData, machineToData } from '../../src/machine/machine-data.js';
import { makeMachine, type Machine } from '../../src/machine/machine.js';
import { tcp } from '../../src/packet/make-packet.js';
import { run } from '../../src/shell/run.js';
import { readScenarios } from '../kernel/scenario.js';
import { generatedHosts } from '../verify/hosts.js';

const NFT_TABLE = `table inet t {
	counter c { }
	set points { type inet_service; elements = { 1, 2 }; }
	set ranges { type ipv4_addr; flags interval; elements = { 192.0.2.0/24, 198.51.100.1-198.51.100.9 }; }
	set boxes { type ipv4_addr . inet_service; flags interval; elements = { 192.0.2.0/24 . 1-9 }; }
	map counters { type inet_service : counter; elements = { 53 : "c" }; }
	chain o {
		type filter hook output priority filter;
		tcp dport vmap { 22 : accept, 25 : drop }
		meta mark set tcp dport map { 80 : 1, 443 : 2 }
		ip daddr . tcp dport @boxes ip daddr @ranges tcp dport @points counter
	}
}
`;

/** The machine as another thread gets it. */
function cloned(machine: Machine): Machine {
  return machineFromData(structuredClone(machineToData(machine)));
}

const LISTINGS = [
  'ip -details address',
  'ip -4 route show table all',
  'ip -6 route show table all',
  'ip rule',
  'ip -6 rule',
  'ip neigh',
  'ip nexthop',
  'ip netns',
  'iptables-save -c',
  'ip6tables-save -c',
  'ipset save',
  'nft list ruleset',
  'sysctl -a',
];

function list(host: Host): readonly string[] {
  return LISTINGS.map((command) => host.exec(command.split(' ')).stdout);
}

describe('a machine as data', () => {
  it('is the machine of a scenario again', async () => {
    for (const { setup } of readScenarios().filter((_, at) => at % 16 === 0)) {
      const host = Host.fromMachine((await run(setup, { name: 'setup.sh' })).machine);
      const copy = cloned(host.machine);
      expect(machineToData(copy)).toEqual(machineToData(host.machine));
      expect(list(Host.fromMachine(copy))).toEqual(list(host));
    }
  }, 120_000);

  it('is the machine that any commands made again', () => {
    fc.assert(
      fc.property(generatedHosts, (host) => {
        expect(list(Host.fromMachine(cloned(host.machine)))).toEqual(list(host));
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('keeps sets, maps and objects of nft', () => {
    const { host, stderr } = Host.fromCommands('').exec(['nft', '-f', '-'], NFT_TABLE);
    expect(stderr).toBe('');
    const copy = Host.fromMachine(cloned(host.machine));
    expect(list(copy)).toEqual(list(host));
    const more = ['nft', 'add element inet t points { 9 }'];
    expect(list(copy.exec(more).host)).toEqual(list(host.exec(more).host));
  });

  it('remembers connections, and what choices did last', () => {
    const host = Host.fromCommands(`
      ip link set lo up
      ip link add eth0 type veth peer name wire
      ip link set eth0 up
      ip link set wire up
      ip addr add 192.168.1.23/24 dev eth0
      ip route add default via 192.168.1.1
      ip route add 203.0.113.0/24 via 192.168.1.2
      iptables -A OUTPUT -m statistic --mode nth --every 3 --packet 0 -j DROP
      iptables -A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
    `);
    const packets = [1, 2, 3, 4, 5, 6, 7].map((port) => tcp({ dst: '203.0.113.9', dport: port }));
    const fates = (from: Host): readonly string[] => {
      let at = from;
      return packets.map((packet) => {
        const sent = at.send(packet);
        at = sent.host;
        return `${sent.kind} ${sent.sport}`;
      });
    };
    const after = packets.slice(0, 4).reduce((at, packet) => at.send(packet).host, host);
    expect(fates(Host.fromMachine(cloned(after.machine)))).toEqual(fates(after));
    expect(fates(after)).not.toEqual(fates(host));
  });

  it('is refused when something in it is not plain', () => {
    const files = makeMachine().files;
    for (const odd of [() => 0, new Date(), List([Symbol('x')]), { collection: 'Map' }]) {
      const machine = makeMachine().set('files', files.set('/x', Object(odd)));
      expect(() => machineToData(machine)).toThrow(TypeError);
    }
    expect(() => machineFromData({ machine: 5 })).toThrow(TypeError);
  });
});
