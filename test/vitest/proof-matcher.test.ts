import { describe, expect, it } from 'vitest';
import { Host, tcp } from 'nexthop';
import { packetSet, printProof, prove } from 'nexthop/verify';
import { matchers } from 'nexthop/vitest';

expect.extend(matchers);

const host = Host.fromCommands(`
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
  iptables -A OUTPUT -p tcp --dport 23 -j DROP
`);
const to = { dst: '203.0.113.9', src: 'none', oif: 'none', protocol: 'tcp' } as const;
const telnet = prove(host)
  .every(packetSet({ ...to, dport: 23 }))
  .neverLeaves();
const any = prove(host).every(packetSet(to)).neverLeaves();
const none = prove(host)
  .every(packetSet({ protocol: 'icmp', dport: 80 }))
  .neverLeaves();

describe('toHold', () => {
  it('holds of what is proved, and its negation of what is wrong', () => {
    expect(telnet).toHold();
    expect(any).not.toHold();
  });

  it('prints the packet for which a claim is wrong, with its trace', () => {
    expect(() => expect(any).toHold()).toThrow(`expected the claim to hold\n\n${printProof(any)}`);
    expect(printProof(any)).toContain('for instance tcp to 203.0.113.9:80\n');
    expect(printProof(any)).toContain('→ leaves by eth0 via 192.168.1.1');
    expect(() => expect(telnet).not.toHold()).toThrow('expected the claim not to hold\n\nproved: ');
  });

  it('holds neither way of a claim about no packet', () => {
    const why = 'expected a claim that is proved or wrong\n\nnothing to prove: ';
    expect(() => expect(none).toHold()).toThrow(why);
    expect(() => expect(none).not.toHold()).toThrow(why);
  });

  it('says what it was given in place of a proof, and others what they were given', () => {
    const packet = tcp({ dst: '203.0.113.9', dport: 80 });
    expect(() => expect(host).toHold()).toThrow(/^toHold: expects a proof.*got a host$/);
    expect(() => expect(packet).toLeaveBy('eth0')).toThrow(/got a packet$/);
    expect(() => expect(host.journey(packet)).toLeaveBy('eth0')).toThrow(/got a journey$/);
    expect(() => expect(any).toBeAnswered()).toThrow(/got a proof$/);
    expect(() => expect(host.send(packet)).toBeAnswered()).toThrow(/got host.send\(packet\)$/);
  });
});
