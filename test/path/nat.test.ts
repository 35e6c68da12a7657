import { describe, expect, it } from 'vitest';
import { tcp, udp } from '../../src/packet/make-packet.js';
import { lab } from './lab.js';

describe('network address translation', () => {
  it('routes a packet again whose destination was changed in OUTPUT, and not for a mark set there', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip route add 203.0.113.0/24 via 10.0.2.254',
      'iptables -t nat -A OUTPUT -p udp --dport 9 -j DNAT --to-destination 203.0.113.9:53',
    );
    expect(host.send(udp({ dst: '8.8.8.8', dport: 9 }))).toMatchObject({
      dev: 'e2',
      dst: '203.0.113.9',
      dport: 53,
      src: '10.0.1.1',
    });
    expect(host.send(udp({ dst: '8.8.8.8', dport: 10 }))).toMatchObject({ dev: 'e1' });
  });

  it('masquerades with an address of the device by which the packet leaves', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip rule add fwmark 2 lookup 200',
      'ip route add default via 10.0.2.254 table 200',
      'iptables -t mangle -A OUTPUT -p udp -j MARK --set-mark 2',
      'iptables -t nat -A POSTROUTING -o e2 -j MASQUERADE',
    );
    expect(host.send(udp({ dst: '8.8.8.8' }))).toMatchObject({ dev: 'e2', src: '10.0.2.1' });
    expect(host.send(tcp({ dst: '8.8.8.8' }))).toMatchObject({ dev: 'e1', src: '10.0.1.1' });
  });

  it('translates the answers back, and the later packets as the first', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'iptables -t nat -A PREROUTING -i e1 -p tcp --dport 80 -j DNAT --to-destination 10.0.0.80:8080',
      'iptables -t nat -A POSTROUTING -o e0 -j SNAT --to-source 10.0.0.99',
    );
    const first = host.send(
      tcp({ iif: 'e1', src: '192.0.2.7', dst: '10.0.1.1', sport: 5000, dport: 80 }),
    );
    expect(first).toMatchObject({
      dev: 'e0',
      src: '10.0.0.99',
      dst: '10.0.0.80',
      sport: 5000,
      dport: 8080,
    });
    const answer = first.host.send(
      tcp({
        iif: 'e0',
        src: '10.0.0.80',
        dst: '10.0.0.99',
        sport: 8080,
        dport: 5000,
        tcpFlags: 0x12,
      }),
    );
    expect(answer).toMatchObject({
      dev: 'e1',
      src: '10.0.1.1',
      dst: '192.0.2.7',
      sport: 80,
      dport: 5000,
    });
    // The chains see the first packet only: taking the rule away changes nothing for the connection.
    const later = answer.host.run('iptables -t nat -D PREROUTING 1').send(
      tcp({
        iif: 'e1',
        src: '192.0.2.7',
        dst: '10.0.1.1',
        sport: 5000,
        dport: 80,
        tcpFlags: 0x10,
      }),
    );
    expect(later).toMatchObject({ dst: '10.0.0.80', dport: 8080, src: '10.0.0.99' });
  });

  it('keeps the mark of a connection for its answers', () => {
    const host = lab(
      'ip route add default via 10.0.1.254',
      'ip route add default via 10.0.2.254 table 200',
      'ip rule add fwmark 2 lookup 200',
      'iptables -t mangle -A PREROUTING -i e2 -m conntrack --ctstate NEW -j CONNMARK --set-mark 2',
      'iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark',
    );
    const request = udp({ iif: 'e2', src: '192.0.2.7', dst: '10.0.2.1', sport: 5000, dport: 161 });
    const answer = udp({ src: '10.0.2.1', dst: '192.0.2.7', sport: 161, dport: 5000 });
    expect(host.send(answer)).toMatchObject({ dev: 'e1', mark: 0 });
    expect(host.send(request).host.send(answer)).toMatchObject({ dev: 'e2', mark: 2 });
  });

  it('drops for TPROXY what nobody listens for', () => {
    const host = lab(
      'ip route add local default dev lo table 100',
      'ip rule add fwmark 1 lookup 100',
      'iptables -t mangle -A PREROUTING -p tcp -j TPROXY --on-port 12345 --tproxy-mark 1',
    );
    const packet = tcp({ iif: 'e0', src: '10.0.0.2', dst: '198.51.100.44', dport: 443 });
    expect(host.send(packet)).toMatchObject({ kind: 'drop', at: 'mangle PREROUTING rule 1' });
    const listening = host.listen({ protocol: 'tcp', port: 12345, transparent: true });
    expect(listening.send(packet)).toMatchObject({
      kind: 'deliver',
      mark: 1,
      dst: '198.51.100.44',
    });
  });
});
