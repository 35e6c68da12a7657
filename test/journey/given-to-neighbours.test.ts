import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';

// Seen on Linux 6.18.44: what a rule has given to a neighbour comes to it as it was but for a hop less, and nobody hears of one that does not answer.
const host = Host.fromCommands(`
  ip netns add a
  ip netns add b
  ip link add a1 type veth peer name a0 netns a
  ip link add b1 type veth peer name b0 netns b
  ip link set a1 up
  ip link set b1 up
  ip addr add 10.0.1.1/24 dev a1
  ip addr add 10.0.2.1/24 dev b1
  sysctl -w net.ipv4.ip_forward=1
  ip -n a link set a0 up
  ip -n a addr add 10.0.1.2/24 dev a0
  ip -n a route add default via 10.0.1.1
  ip -n b link set lo up
  ip -n b link set b0 up
  ip -n b addr add 10.0.2.2/24 dev b0
  ip -n b addr add 9.9.9.9 dev lo
`);
const ruled = (rule: string): Host =>
  host.run(
    `nft 'table netdev t { chain c { type filter hook ingress device "a1" priority 0; ${rule}; }; }'`,
  );
const packet = { dst: '9.9.9.9', dport: 4242 };
const sentFromA = (rule: string) => Host.fromMachine(ruled(rule).machine, 'a').journey(udp(packet));

describe('what a rule gives to a neighbour', () => {
  it('comes to it with a hop less, where no route leads', () => {
    const { journey } = sentFromA('udp dport 4242 fwd ip to 10.0.2.2 device "b1"');
    expect(journey).toMatchObject([
      { ns: 'a', kind: 'transmit', dev: 'a0', gateway: '10.0.1.1', ttl: 64 },
      { ns: null, kind: 'transmit', iif: 'a1', dev: 'b1', gateway: '10.0.2.2', ttl: 63 },
      { ns: 'b', kind: 'deliver', iif: 'b0', dst: '9.9.9.9', ttl: 63 },
    ]);
  });

  it('is lost without a word where the neighbour does not answer', () => {
    const { journey } = sentFromA('udp dport 4242 fwd ip to 10.0.2.99 device "b1"');
    expect(journey).toHaveLength(2);
    expect(journey[1]).toMatchObject({ kind: 'drop', reason: 'NEIGH_FAILED' });
    expect(journey[1]).not.toHaveProperty('icmp');
  });

  it('can be the copy for the sender', () => {
    const sender = ruled('udp dport 4242 fwd ip to 10.0.2.2 device "b1"');
    const group = udp({ dst: '224.0.0.1', dport: 4242, oif: 'a1', ttl: 5 });
    expect(sender.send(group)).toMatchObject({ kind: 'transmit', dev: 'a1', copy: 'forwarded' });
    expect(sender.journey(group).journey).toContainEqual(
      expect.objectContaining({ cause: 'copy', kind: 'transmit', dev: 'b1', ttl: 4 }),
    );
  });

  it('is explained by the rule, and alike by the compiled form', () => {
    const router = ruled('udp dport 4242 fwd ip to 10.0.2.2 device "b1"');
    const arriving = udp({ ...packet, src: '10.0.1.2', iif: 'a1' });
    const { outcome, steps } = router.explain(arriving);
    expect(outcome).toMatchObject({ kind: 'transmit', dev: 'b1', gateway: '10.0.2.2', ttl: 63 });
    expect(steps).toContainEqual(expect.objectContaining({ kind: 'chain-rule', verdict: 'fwd' }));
    expect(router.compile().send(arriving)).toEqual(outcome);
  });
});
