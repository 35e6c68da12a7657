import { describe, expect, it } from 'vitest';
import { commandLineSource, parseNft } from '../../../../src/command/nft/syntax/parse-nft.js';
import type { Command } from '../../../../src/command/nft/syntax/tree/command.js';
import type { Span } from '../../../../src/command/nft/syntax/tree/span.js';

/** The tree without places, with numbers as nft would print them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'at');
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
}

function commands(text: string): readonly Command[] {
  const parsed = parseNft(commandLineSource([text]));
  expect(parsed.errors).toEqual([]);
  return parsed.commands;
}

function statements(rule: string): unknown {
  const [command] = commands(`add rule t c ${rule}`);
  if (command?.object !== 'rule' || !('rule' in command)) throw new Error('no rule');
  return plain(command.rule.statements);
}

const symbol = (text: string) => ({ kind: 'symbol', text });
const meta = (key: string) => ({ kind: 'meta', key });
const payload = (header: string, field: string) => ({ kind: 'payload', header, field });
const element = (key: unknown, more = {}) => ({ kind: 'element', key, ...more, statements: [] });
const set = (...elements: unknown[]) => ({ kind: 'set', elements });
const binary = (operator: string, left: unknown, right: unknown) => ({
  kind: 'binary',
  operator,
  left,
  right,
});
const match = (left: unknown, right: unknown, operator = 'implicit') => ({
  kind: 'match',
  expression: { kind: 'relational', operator, left, right },
});

describe('a rule', () => {
  it.each<[string, unknown[]]>([
    ['tcp dport 0x16', [match(payload('tcp', 'dport'), symbol('22'))]],
    ['tcp dport != ssh', [match(payload('tcp', 'dport'), symbol('ssh'), '!=')]],
    [
      'tcp dport { 22, 80-90 }',
      [
        match(
          payload('tcp', 'dport'),
          set(element(symbol('22')), element({ kind: 'symbol-range', from: '80', to: '90' })),
        ),
      ],
    ],
    [
      'ip saddr 10.0.0.0/8 accept',
      [
        match(payload('ip', 'saddr'), { kind: 'prefix', base: symbol('10.0.0.0'), length: 8 }),
        { kind: 'verdict', verdict: { kind: 'verdict', verdict: 'accept' } },
      ],
    ],
    [
      'tcp flags syn / syn,ack,rst',
      [
        match(
          binary(
            '&',
            payload('tcp', 'flags'),
            binary('|', symbol('rst'), binary('|', symbol('syn'), symbol('ack'))),
          ),
          symbol('syn'),
        ),
      ],
    ],
    [
      'mark & 0xf | 1 << 4 == 2',
      [
        match(
          binary(
            '|',
            binary('&', meta('mark'), symbol('15')),
            binary('<<', symbol('1'), symbol('4')),
          ),
          symbol('2'),
          '==',
        ),
      ],
    ],
    [
      'ip saddr . tcp dport @s',
      [
        match(
          { kind: 'concat', parts: [payload('ip', 'saddr'), payload('tcp', 'dport')] },
          { kind: 'set-reference', name: 's' },
        ),
      ],
    ],
    [
      'tcp dport vmap { 22 : jump ssh, * : drop }',
      [
        {
          kind: 'verdict',
          verdict: {
            kind: 'map',
            key: payload('tcp', 'dport'),
            map: set(
              {
                kind: 'mapping',
                key: element(symbol('22')),
                data: {
                  kind: 'verdict',
                  verdict: 'jump',
                  chain: { kind: 'chain-name', name: 'ssh' },
                },
              },
              {
                kind: 'mapping',
                key: element({ kind: 'catch-all' }),
                data: { kind: 'verdict', verdict: 'drop' },
              },
            ),
          },
        },
      ],
    ],
    [
      'dnat ip to 10.0.0.1:80 random,persistent',
      [
        {
          kind: 'nat',
          nat: 'dnat',
          family: 'ip',
          address: symbol('10.0.0.1'),
          port: symbol('80'),
          flags: ['random', 'persistent'],
        },
      ],
    ],
    [
      'meta mark set ct mark',
      [{ kind: 'meta-set', key: 'mark', value: { kind: 'ct', key: 'mark' } }],
    ],
    [
      'ct helper set "ftp"',
      [{ kind: 'object-reference', object: 'ct helper', reference: symbol('ftp') }],
    ],
    [
      'limit rate over 1 mbytes/minute burst 2 kbytes',
      [{ kind: 'limit', over: true, unit: 'bytes', rate: 1048576, seconds: 60, burst: 2048 }],
    ],
    [
      'update @s { ip saddr timeout 1d2h3m4s500ms limit rate 5/second }',
      [
        {
          kind: 'set-update',
          operation: 'update',
          set: { kind: 'set-reference', name: 's' },
          key: element(payload('ip', 'saddr'), { timeout: 93784500 }),
          statements: [
            { kind: 'limit', over: false, unit: 'packets', rate: 5, seconds: 1, burst: 5 },
          ],
        },
      ],
    ],
    [
      'vxlan ip saddr 10.0.0.1',
      [match({ ...payload('ip', 'saddr'), inner: 'vxlan' }, symbol('10.0.0.1'))],
    ],
    [
      'tcp option sack1 left 1',
      [match({ kind: 'tcp-option', option: 5, block: 1, field: 'left' }, symbol('1'))],
    ],
    [
      'meta l4proto tcp',
      [match(meta('l4proto'), { kind: 'keyword', type: 'inet_proto', name: 'tcp', value: 6 })],
    ],
    [
      'jump { drop; }',
      [
        {
          kind: 'chain',
          verdict: 'jump',
          rules: [
            {
              statements: [{ kind: 'verdict', verdict: { kind: 'verdict', verdict: 'drop' } }],
            },
          ],
        },
      ],
    ],
  ])('%s', (rule, expected) => {
    expect(statements(rule)).toEqual(expected);
  });

  it('may stand without `add rule`, at a place', () => {
    const [command] = commands('inet f c handle 7 drop comment "x"');
    expect(plain(command)).toMatchObject({
      operation: 'add',
      object: 'rule',
      spec: {
        family: 'inet',
        table: { value: 'f' },
        chain: { value: 'c' },
        position: { value: 7 },
      },
      rule: { comment: 'x' },
    });
  });
});

describe('a table', () => {
  it('has its parts by kind', () => {
    const [command] = commands(
      'table inet f { flags dormant; set s { type ipv4_addr . mark; flags interval,timeout; timeout 1h; };' +
        ' counter k { packets 1 bytes 2; comment "k"; }; map m { typeof tcp dport : verdict; };' +
        ' chain c { type filter hook input priority filter + 5; policy drop; drop; }; }',
    );
    expect(plain(command)).toMatchObject({
      operation: 'add',
      object: 'table',
      block: {
        flags: ['dormant'],
        sets: [
          {
            name: { value: 's' },
            block: {
              kind: 'set',
              key: { form: 'type', parts: [{ name: 'ipv4_addr' }, { name: 'mark' }] },
              flags: ['interval', 'timeout'],
              timeout: 3600000,
            },
          },
          {
            name: { value: 'm' },
            block: {
              kind: 'map',
              key: { form: 'typeof', parts: [{ kind: 'payload', field: 'dport' }] },
              data: { kind: 'data', type: { parts: [{ name: 'verdict' }] } },
            },
          },
        ],
        objects: [{ block: { kind: 'counter', packets: 1, bytes: 2, comment: 'k' } }],
        chains: [
          {
            name: { value: 'c' },
            block: {
              base: {
                type: { value: 'filter' },
                hook: { value: 'input' },
                priority: { expression: symbol('filter + 5') },
              },
              policy: { policy: 'drop' },
              rules: [{ statements: [{ kind: 'verdict' }] }],
            },
          },
        ],
      },
    });
  });
});

describe('a variable', () => {
  it('is what it was when it was read', () => {
    const text =
      'define p = 22\nadd rule t c tcp dport $p\nredefine p = 80\nadd rule t c tcp dport $p\n';
    const { commands: read } = parseNft({ name: 'rules', text });
    expect(JSON.stringify(plain(read)).match(/"text":"\d+"/g)).toEqual([
      '"text":"22"',
      '"text":"80"',
    ]);
  });
});

describe('places', () => {
  /** The words that a place covers. */
  function words({ source, line, column, endColumn }: Span): string | undefined {
    return source.text.split('\n')[line - 1]?.slice(column - 1, endColumn);
  }

  it('are those that nft marks', () => {
    const [command] = commands(
      'add rule t c ip saddr . ip daddr . tcp dport != @s meta mark set 1',
    );
    if (command?.object !== 'rule' || !('rule' in command)) throw new Error('no rule');
    const [first, second] = command.rule.statements;
    if (first?.kind !== 'match' || second === undefined) throw new Error('no match');
    const { left, at } = first.expression;
    if (left.kind !== 'concat') throw new Error('no concatenation');
    expect(words(at)).toBe('!=');
    expect(left.parts.map((part) => words(part.at))).toEqual([
      'ip saddr',
      'ip daddr',
      '. tcp dport',
    ]);
    expect(words(first.at)).toBe('ip saddr . ip daddr . tcp dport != @s');
    expect(words(second.at)).toBe('meta mark set 1');
    expect(words(command.at)).toBe(command.at.source.text.trim());
    expect([command.spec.table, command.spec.chain].map((name) => name && words(name.at))).toEqual([
      't',
      'c',
    ]);
  });
});
