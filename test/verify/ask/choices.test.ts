import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { classes } from '../../../src/verify/ask/classes.js';
import { proveClaim } from '../../../src/verify/ask/claim.js';
import { diff } from '../../../src/verify/ask/diff.js';
import { printDescription } from '../../../src/verify/packets/describe-packets.js';

const plain = Host.fromCommands(`
  ip link add eth0 type dummy
  ip link set eth0 up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add default via 192.168.1.1
`);
const half = plain.run(
  'iptables -A OUTPUT -p udp -m statistic --mode random --probability 0.5 -j DROP',
);
/** Lets through what has been asked for before. */
const SEEN = `
  table ip f {
    set seen { type ipv4_addr; flags dynamic; size 100; }
    chain out {
      type filter hook output priority filter; policy drop;
      tcp dport 7 add @seen { ip daddr } drop
      ip daddr @seen accept
    }
  }
`;
const SENT = { family: 4, direction: 'sent' } as const;
const MATCHES = { 'statistic filter OUTPUT rule 1 OUTPUT 1': 'statistic matches' };

describe('packets that a choice divides', () => {
  it('are described by what they are, whichever way the choice goes', () => {
    const all = classes(half, SENT);
    const texts = all.map(({ description }) => printDescription(description));
    expect(texts.join('\n')).not.toMatch(/choice|pick/);
    const far = all.filter((one) => /203\.0\.113\.9/.test(JSON.stringify(one.witness.dst)));
    expect(far.every(({ description }) => description.boxes.length > 0)).toBe(true);
  });

  it('are told apart by how it goes, and others have no choice', () => {
    const taken = new Map(classes(half, SENT).map((one) => [one.fate.at, one.choices]));
    expect(taken.get('filter OUTPUT rule 1')).toEqual(MATCHES);
    expect(taken.get('bind')).toEqual({});
    const tcp = classes(half, SENT).filter(({ witness }) => witness.protocol === 6);
    expect(tcp.flatMap(({ choices }) => Object.keys(choices))).toEqual([]);
  });

  it('of a diff are changed by one way of the choice', () => {
    const changes = diff(plain, half, SENT);
    expect(changes.map(({ after }) => after?.at)).toEqual(
      changes.map(() => 'filter OUTPUT rule 1'),
    );
    const texts = changes.map(({ description }) => printDescription(description)).join('\n');
    expect(texts).toMatch(/protocol udp/);
    expect(texts).not.toMatch(/choice/);
    expect(changes.map(({ choices }) => choices)).toEqual(changes.map(() => MATCHES));
  });

  it('of a counterexample have no choice where none decides', () => {
    const never = ['udp to 203.0.113.9', 'tcp to 203.0.113.9', 'packet from 203.0.113.1'].map(
      (packets) => proveClaim(half, `every sent ${packets} is dropped`).counterexample?.choices,
    );
    expect(never).toEqual([{}, {}, {}]);
    const leaves = proveClaim(half, 'every unbound packet to 203.0.113.9 leaves');
    expect(leaves.counterexample?.choices).toEqual(MATCHES);
  });

  it('go the way that makes a claim wrong, step by step', () => {
    const { counterexample } = proveClaim(half, 'every unbound udp to 203.0.113.9 leaves');
    expect(counterexample?.trace.outcome).toMatchObject({
      kind: 'drop',
      at: 'filter OUTPUT rule 1',
    });
    const at = classes(half, SENT).map(({ fate, trace }) => [fate.at, trace.outcome.at]);
    expect(at.map(([said]) => said)).toEqual(at.map(([, seen]) => seen));
  });

  it('go the way that makes a claim wrong where packets change sets', () => {
    const { host } = plain.exec(['nft', '-f', '-'], SEEN);
    const { counterexample } = proveClaim(host, 'every unbound tcp dport 80 never leaves');
    expect(Object.values(counterexample?.choices ?? {})).toEqual(['packets have put it into seen']);
    expect(counterexample?.trace.outcome.kind).toBe('transmit');
  });
});
