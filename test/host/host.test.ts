import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommandError, Host, icmp, ParseError, tcp, udp } from 'nexthop';

const SETUP = `
  echo "100 smtp" >> /etc/iproute2/rt_tables
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up; ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip link add eth1 type dummy
  ip link set eth1 up
  ip addr add 10.0.0.1/24 dev eth1
  sysctl -qw net.ipv4.ip_forward=1
  ip route add default via 192.168.1.1 dev eth0
  iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
  ip rule add fwmark 0x2 table smtp
  ip route add default via 192.168.1.2 table smtp
`;

const packet = fc
  .record({
    dst: fc.constantFrom('203.0.113.9', '192.168.1.23', '192.168.1.255', '10.0.0.7', '127.0.0.1'),
    dport: fc.constantFrom(25, 53, 80),
    mark: fc.constantFrom(0, 2),
    make: fc.constantFrom(tcp, udp),
    iif: fc.option(fc.constantFrom('eth0', 'eth1'), { nil: undefined }),
  })
  .map(({ make, iif, ...fields }) =>
    make({ ...fields, ...(iif === undefined ? {} : { iif, src: '10.0.0.5' }) }),
  );

describe('a host', () => {
  const host = Host.fromCommands(SETUP);

  it('sends mail by its own gateway, and everything else by the other, both from one source', () => {
    expect(host.send(tcp({ dst: '203.0.113.9', dport: 25 }))).toEqual({
      kind: 'transmit',
      dev: 'eth0',
      gateway: '192.168.1.2',
      neighbour: 'none',
      src: '192.168.1.23',
      dst: '203.0.113.9',
      sport: 40000,
      dport: 25,
      mark: 2,
      tos: 0,
      ttl: 64,
      table: 'smtp',
      rule: 32765,
      route: 'default via 192.168.1.2 dev eth0 table smtp',
      errno: null,
      at: null,
      icmp: null,
      copy: null,
    });
    expect(host.send(icmp({ dst: '203.0.113.9' }))).toMatchObject({
      gateway: '192.168.1.1',
      src: '192.168.1.23',
      table: 'main',
      rule: 32766,
    });
  });

  it('explains why, rule by rule', () => {
    const { outcome, steps } = host.explain(
      udp({ dst: '203.0.113.9', dport: 53, iif: 'eth1', src: '10.0.0.5' }),
    );
    expect(outcome).toMatchObject({ kind: 'transmit', gateway: '192.168.1.1', ttl: 63 });
    expect(steps).toContainEqual({
      kind: 'rule',
      priority: 32765,
      text: 'from all fwmark 0x2 lookup smtp',
      written: 'ip rule add fwmark 0x2 table smtp',
      matched: false,
      error: null,
      misses: [{ field: 'fwmark', needs: '0x2', has: '0x0' }],
    });
  });

  it('counts the packets that it has sent, and not those that it hasn’t', () => {
    const list = (of: Host) => of.exec(['iptables', '-t', 'mangle', '-nvL', 'OUTPUT']).stdout;
    const before = list(host);
    const { host: after } = host.send(tcp({ dst: '203.0.113.9', dport: 25 }));
    expect(list(after)).toContain('    1    60 MARK       tcp');
    expect(list(after)).toContain('(policy ACCEPT 1 packets, 60 bytes)');
    expect(list(host)).toBe(before);
  });

  it('keeps the files that commands write', () => {
    const dropping = host.run('iptables -A INPUT -p udp -j DROP');
    const { host: saved, stdout } = dropping.exec(['iptables-save', '-f', '/etc/rules.v4']);
    expect(stdout).toBe('');
    expect(saved.machine.files.get('/etc/rules.v4')).toContain('-A INPUT -p udp -j DROP\n');
  });

  it('gives the same fate with and without a trace', () => {
    fc.assert(
      fc.property(packet, (one) => {
        const { host: _, ...fate } = { ...host.send(one), host: undefined };
        expect(host.explain(one).outcome).toEqual(fate);
      }),
    );
  });

  it('stays as it was when it is edited', () => {
    const edits = fc.constantFrom(
      'ip rule add fwmark 7 table 7',
      'ip route del default',
      'ip route replace default via 192.168.1.9 dev eth0',
      'ip link set eth0 down',
      'ip addr del 192.168.1.23/24 dev eth0',
      'iptables -F',
      'iptables -t mangle -F',
      'iptables -P OUTPUT DROP',
      'sysctl -qw net.ipv4.ip_forward=0',
    );
    fc.assert(
      fc.property(fc.array(edits, { maxLength: 4 }), packet, (commands, one) => {
        const fate = host.explain(one);
        const edited = commands.reduce((now, command) => now.exec(command.split(' ')).host, host);
        edited.send(one);
        expect(host.explain(one)).toEqual(fate);
      }),
      { numRuns: 30 },
    );
  });

  it('reports a refused command with its line and the words of the tool', () => {
    const commands = ['ip link set lo up', '', 'ip route add default via 10.9.9.9'];
    const run = () => Host.fromCommands(commands);
    expect(run).toThrow(CommandError);
    expect(run).toThrow(
      '3:1: ip route add default via 10.9.9.9: Error: Nexthop has invalid gateway. (exit status 2)',
    );
  });

  it('reports what is no command, and packets that cannot be', () => {
    expect(() => Host.fromCommands('ip rule | grep x')).toThrow(ParseError);
    expect(() => host.send(udp({ dst: '1.2.3.4', oif: 'eth9' }))).toThrow(
      'oif: there is no device eth9',
    );
  });
});
