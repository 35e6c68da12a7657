import { Host } from 'nexthop';
import { deadRules } from 'nexthop/verify';
import { describe, expect, test } from 'vitest';

const START = [
  'ip link set lo up',
  'ip link add eth0 type veth peer name wire',
  'ip link set eth0 up',
  'ip link set wire up',
  'ip addr add 192.0.2.1/24 dev eth0',
  'ip route add default via 192.0.2.254',
  'ip route add default via 192.0.2.253 table 100',
  'ip rule add fwmark 1 table 100',
];

function findings(
  ...commands: readonly string[]
): readonly (readonly [kind: string, text: string])[] {
  const host = Host.fromCommands(START).run(commands);
  return deadRules(host)
    .filter(({ kind }) => kind !== 'not-followed')
    .map(({ kind, text }) => [kind, text]);
}

const mark = (chain: string, hook: string, type = 'filter'): string =>
  `nft 'table inet t { chain ${chain} { type ${type} hook ${hook} priority mangle; tcp dport 25 meta mark set 1; }; }'`;

describe('lint of rules of nft', () => {
  test('reports a mark in a filter chain of output that a policy rule asks for', () => {
    expect(findings(mark('out', 'output'))).toEqual([
      ['mark-too-late', expect.stringContaining('declare out `type route hook output`')],
    ]);
    expect(findings(mark('out', 'output', 'route'))).toEqual([]);
    expect(findings(mark('pre', 'prerouting'))).toEqual([]);
  });

  test('reports a mark in a nat chain, also behind a verdict map', () => {
    expect(
      findings(
        `nft 'table ip t { map m { type inet_service : verdict; elements = { 25 : jump one }; }; chain one { meta mark set 1; }; chain pre { type nat hook prerouting priority dstnat; tcp dport vmap @m; }; }'`,
      ).map(([kind]) => kind),
    ).toEqual(['mark-not-restored']);
  });

  test('reports chains of one priority that both set the mark', () => {
    const found = findings(
      mark('one', 'prerouting'),
      `nft 'table ip u { chain two { type filter hook prerouting priority mangle; meta mark set 2; }; }'`,
    );
    expect(found).toEqual([
      [
        'priority-tie',
        expect.stringContaining('ip u two, which was made last, has its turn first'),
      ],
    ]);
  });

  test('says what it has not looked for', () => {
    const host = Host.fromCommands(START).run([mark('pre', 'prerouting')]);
    const notes = deadRules(host).filter(({ kind }) => kind === 'not-followed');
    expect(notes.map(({ family, severity }) => [family, severity])).toEqual([
      [4, 'note'],
      [6, 'note'],
    ]);
  });
});
