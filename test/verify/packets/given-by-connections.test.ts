import { describe, expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';
import { classes } from '../../../src/verify/ask/classes.js';
import { diff, equivalent } from '../../../src/verify/ask/diff.js';

const BASE = Host.fromCommands([
  'sysctl -w net.ipv4.ip_forward=1',
  'ip link set lo up',
  'ip link add eth0 type dummy',
  'ip link set eth0 up',
  'ip addr add 192.0.2.1/24 dev eth0',
  'ip route add default via 192.0.2.254',
]);

const ANY = { family: 4, direction: 'received', connections: 'any' } as const;

function withRules(...rules: readonly string[]): Host {
  return BASE.run(rules.map((rule) => `iptables ${rule}`));
}

const FROM = '-t mangle -A PREROUTING -m connmark --mark 0x5';
/** Does nothing, but connections are tracked for it. */
const TRACKED = `${FROM} -j RETURN`;
const SOME = '-t mangle -A PREROUTING -m connmark --mark 0x5/0xf';

describe('what a connection gives', () => {
  it('is reported as changed, whatever it happens to be', () => {
    const host = withRules(
      '-t nat -A POSTROUTING -o eth0 -j MASQUERADE',
      '-t mangle -A PREROUTING -j CONNMARK --restore-mark',
    );
    const leaving = classes(host, ANY).filter(({ fate }) => fate.kind === 'transmit');
    const reported = (part: 'src' | 'dst' | 'sport' | 'mark'): readonly string[] =>
      [...new Set(leaving.map(({ fate }) => fate[part]))].toSorted();
    // Of its own address only what this host gives a first packet is reported, not that a connection may give the same.
    expect(reported('src')).toEqual(['192.0.2.1', 'changed', 'kept']);
    expect(reported('dst')).toEqual(['changed', 'kept']);
    expect(reported('sport')).toEqual(['changed', 'kept']);
  });

  it.each([
    // A value that is restored where it is known is a value that is given.
    [[`${FROM} -j CONNMARK --restore-mark`], [`${FROM} -j MARK --set-mark 0x5`], true],
    [[`${FROM} -j CONNMARK --restore-mark`], [`${FROM} -j MARK --set-mark 0x6`], false],
    // Where packets have it already it is kept.
    [[`${FROM} -m mark --mark 0x5 -j CONNMARK --restore-mark`], [TRACKED], true],
    [[`${FROM} -m mark --mark 0x6 -j CONNMARK --restore-mark`], [TRACKED], false],
    [
      [`${SOME} -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0xf`],
      [`${SOME} -j MARK --set-xmark 0x5/0xf`],
      true,
    ],
    [
      [`${SOME} -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0xf`],
      [`${SOME} -j MARK --set-xmark 0x5/0xff`],
      false,
    ],
    [[`${SOME} -j CONNMARK --restore-mark`], [`${SOME} -j MARK --set-xmark 0x5/0xf`], false],
  ])('is compared by what it is: %j and %j', (one, other, same) => {
    const [a, b] = [withRules(...one), withRules(...other)];
    expect(equivalent(a, b, ANY)).toBe(same);
    expect(equivalent(b, a, ANY)).toBe(same);
  });

  it('is no difference between hosts that translate first packets alike', () => {
    const one = withRules('-t nat -A POSTROUTING -o eth0 -j SNAT --to-source 192.0.2.1');
    const other = withRules('-t nat -A POSTROUTING -o eth0 -j SNAT --to-source 192.0.2.7');
    expect(equivalent(one, one, ANY)).toBe(true);
    const changes = diff(one, other, ANY);
    expect([...new Set(changes.map(({ before }) => before?.src))]).toEqual(['192.0.2.1']);
    expect([...new Set(changes.map(({ after }) => after?.src))]).toEqual(['192.0.2.7']);
  });
});

describe('addresses that are mapped', () => {
  const mapped = (network: string): Host =>
    withRules(`-t nat -A PREROUTING -d 198.51.100.0/24 -j NETMAP --to ${network}`);

  it('are compared by what they become', () => {
    const options = { family: 4, direction: 'received' } as const;
    const [one, same, other] = [
      mapped('203.0.113.0/24'),
      mapped('203.0.113.0/24'),
      mapped('203.0.113.0/25'),
    ];
    expect(equivalent(one, same, options)).toBe(true);
    const changes = diff(one, other, options).filter(({ after }) => after?.kind === 'transmit');
    // Of 256 destinations the upper 128 become others.
    expect(
      changes.map(({ witness }) => witness.dst.words.at(-1) ?? 0).map((word) => word & 0xff),
    ).toEqual([128]);
  });
});
