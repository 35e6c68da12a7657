import { describe, expect, it } from 'vitest';
import type { PacketFields } from '../../src/packet/make-packet.js';
import { udp } from '../../src/packet/make-packet.js';
import { lab } from './lab.js';

const to = (dst: string, fields: Partial<PacketFields> = {}) => udp({ dst, dport: 53, ...fields });

/** Every expectation is what the kernel answered to the same: `test/behaviour/chapters/01-hooks.jsonl`. */
describe('the copy for the sender', () => {
  it('goes its way before the packet does', () => {
    const host = lab(
      'iptables -t mangle -A PREROUTING -i e0 -j CONNMARK --set-mark 5',
      'iptables -t mangle -A POSTROUTING -m connmark --mark 5 -j MARK --set-mark 6',
    );
    const { outcome, steps } = host.explain(to('10.0.0.255'));
    expect(outcome).toMatchObject({ kind: 'transmit', dev: 'e0', mark: 6, copy: 'delivered' });
    const hooks = steps.flatMap((step) => (step.kind === 'hook' ? [step.hook] : []));
    expect(hooks).toEqual(['POSTROUTING', 'PREROUTING', 'POSTROUTING']);
  });

  it('leaves the packet as it was', () => {
    const host = lab(
      'iptables -t mangle -A PREROUTING -j MARK --set-mark 7',
      'iptables -t mangle -A INPUT -j TOS --set-tos 0x10',
      'iptables -t nat -A POSTROUTING -j SNAT --to-source 5.5.5.5',
    );
    const sent = { mark: 0, tos: 0, src: '5.5.5.5', copy: 'delivered' };
    expect(host.send(to('10.0.0.255'))).toMatchObject(sent);
  });

  it.each([
    ['255.255.255.255', 'e1', 'delivered'],
    ['224.0.0.1', 'e1', 'delivered'],
    ['224.0.0.9', 'e1', null],
    ['ff02::1', 'e1', 'delivered'],
    ['ff02::1:ff00:1', 'e1', 'delivered'],
    ['ff02::9', 'e1', null],
    ['10.0.1.9', 'e1', null],
  ])('is made of a packet to a group that the host is in', (dst, oif, copy) => {
    expect(lab().send(to(dst, { oif }))).toMatchObject({ kind: 'transmit', dev: oif, copy });
  });

  it('is dropped alone', () => {
    const host = lab('iptables -A INPUT -j REJECT');
    const sent = { kind: 'transmit', errno: null, icmp: null, copy: 'dropped' };
    expect(host.send(to('10.0.0.255'))).toMatchObject(sent);
    const neither = lab('iptables -t mangle -A POSTROUTING -j DROP');
    const dropped = { kind: 'drop', errno: 'EPERM', copy: 'dropped' };
    expect(neither.send(to('10.0.0.255'))).toMatchObject(dropped);
  });

  it.each(['224.0.0.1', 'ff02::1'])(
    'is all that there is of a packet to a group without hops left',
    (dst) => {
      const host = lab(
        'iptables -t mangle -A OUTPUT -j TTL --ttl-dec 1',
        'ip6tables -t mangle -A OUTPUT -j HL --hl-dec 1',
      );
      const gone = { kind: 'drop', at: 'ttl', errno: null, copy: 'delivered' };
      expect(host.send(to(dst, { oif: 'e0' }))).toMatchObject(gone);
    },
  );
});
