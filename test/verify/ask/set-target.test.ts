import { describe, expect, test } from 'vitest';
import { Host, tcp, udp } from '../../../src/index.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { prove } from '../../../src/verify/ask/prove.js';

/** A host that drops what is in a set, which another rule changes; the set has one address. */
function hostWith(change: string, match = '-m set --match-set seen src'): Host {
  return Host.fromCommands(`
    ip link add eth0 type dummy
    ip link set eth0 up
    ip address add 10.0.0.1/24 dev eth0
    ipset create seen hash:ip
    ipset create all list:set
    ipset add all seen
    ipset add seen 10.0.0.7
    iptables -A INPUT ${match} -j DROP
    iptables -A INPUT -p tcp --dport 23 -j SET ${change}
  `);
}

const from = (src: string) =>
  packetSet({ family: 4, direction: 'received', iif: 'eth0', src, dst: '10.0.0.1' });
/** The ways that the kernel may take with packets of a source, which a proof takes all. */
function ways(host: Host, src: string): readonly string[] {
  const every = prove(host).every(from(src));
  const isHeld = [
    [every.delivered().holds, 'delivered'],
    [every.dropped().holds, 'dropped'],
  ] as const;
  return isHeld.flatMap(([holds, way]) => (holds ? [way] : []));
}

describe('packets that rules add to a set and take out of it', () => {
  test.each([
    ['--add-set seen src', [['dropped'], []]],
    ['--add-set all src', [['dropped'], []]],
    ['--del-set seen src', [[], ['delivered']]],
    ['--add-set seen src --del-set seen dst', [[], []]],
  ] as const)('%s leaves open what a set has', (change, [member, other]) => {
    const host = hostWith(change);
    expect(ways(host, '10.0.0.7')).toEqual(member);
    expect(ways(host, '10.0.0.8')).toEqual(other);
  });

  test('the same of what is not in the set', () => {
    const host = hostWith('--add-set seen src', '-m set ! --match-set seen src');
    expect(ways(host, '10.0.0.7')).toEqual(['delivered']);
    expect(ways(host, '10.0.0.8')).toEqual([]);
  });

  test('a set of more dimensions than a rule has sides stays as it is', () => {
    const host = Host.fromCommands(`
      ip link add eth0 type dummy
      ip link set eth0 up
      ip address add 10.0.0.1/24 dev eth0
      ipset create pairs hash:ip,port
      ipset add pairs 10.0.0.7,tcp:23
      iptables -A INPUT -m set --match-set pairs src,dst -j DROP
      iptables -A INPUT -j SET --add-set pairs src
    `);
    expect(ways(host, '10.0.0.8')).toEqual(['delivered']);
  });

  test('a single packet finds the set as it was', () => {
    const host = hostWith('--add-set seen src');
    const send = (src: string) => host.send(udp({ iif: 'eth0', src, dst: '10.0.0.1', dport: 53 }));
    expect(send('10.0.0.7').kind).toBe('drop');
    expect(send('10.0.0.8').kind).toBe('deliver');
  });

  test('packets find what those before them have added and removed: sent one by one, compiled, and in a batch', () => {
    const host = hostWith('--add-set seen src').run(
      'iptables -I INPUT -p tcp --dport 24 -j SET --del-set seen src',
    );
    const packets = [80, 23, 80, 24, 80].map((dport) =>
      tcp({ iif: 'eth0', src: '10.0.0.8', dst: '10.0.0.1', dport }),
    );
    const fates = ['deliver', 'deliver', 'drop', 'deliver', 'deliver'];
    const oneByOne = (compiles: boolean): readonly string[] => {
      let now = host;
      return packets.map((packet) => {
        const sent = (compiles ? now.compile() : now).send(packet);
        now = sent.host;
        return sent.kind;
      });
    };
    expect(oneByOne(false)).toEqual(fates);
    expect(oneByOne(true)).toEqual(fates);
    const compiled = host.compile();
    const { outcomes, host: after } = compiled.sendBatch(compiled.packetColumns(4, packets));
    const { fates: names } = compiled.names(4);
    expect([...outcomes.fate].map((fate) => names[fate]?.kind)).toEqual(fates);
    expect(after.exec(['ipset', 'save', 'seen']).stdout).toContain('add seen 10.0.0.7\n');
  });

  test('what packets have added stays when the rule that adds is gone', () => {
    const before = hostWith('--add-set seen src');
    const { host } = before.send(tcp({ iif: 'eth0', src: '10.0.0.8', dst: '10.0.0.1', dport: 23 }));
    const later = host.run('iptables -D INPUT 2');
    const packet = udp({ iif: 'eth0', src: '10.0.0.8', dst: '10.0.0.1', dport: 53 });
    expect(later.send(packet).at).toBe('filter INPUT rule 1');
    expect(later.exec('ipset save seen'.split(' ')).stdout).toContain('add seen 10.0.0.8\n');
  });
});
