import { describe, expect, it } from 'vitest';
import { makeNetfilter, type Netfilter } from '../../../../src/netfilter/netfilter.js';
import type { Request, RequestOf } from '../../../../src/netfilter/nft/request/request.js';
import { transact } from '../../../../src/netfilter/nft/request/transaction.js';
import { makeNftSet } from '../../../../src/netfilter/nft/set/nft-set.js';
import type { Rule, Statement } from '../../../../src/netfilter/nft/statement.js';
import { scalarType } from '../../../../src/netfilter/nft/value-type.js';

// What is expected here was asked of Linux 6.18.44 with nft 1.1.3, in `unshare -n`: `nft add table t`, `nft add chain t a`, `nft add rule t a jump b` ...

const inTable = { family: 'ip', table: 't' } as const;

const table: RequestOf<'new table'> = {
  ...inTable,
  kind: 'new table',
  flags: [],
  comment: undefined,
  exclusive: false,
};

function chain(name: string, base?: RequestOf<'new chain'>['base']): RequestOf<'new chain'> {
  const rest = { policy: undefined, offload: false, comment: undefined, exclusive: false };
  return { ...inTable, kind: 'new chain', chain: name, base, ...rest };
}

const filter = (hook: 'INPUT' | 'OUTPUT') => ({ type: 'filter', hook, priority: 0 }) as const;

function rule(
  name: string,
  statements: readonly Statement[],
  place: RequestOf<'new rule'>['place'] = { kind: 'last' },
): RequestOf<'new rule'> {
  const made: Rule = { statements, comment: undefined };
  return { ...inTable, kind: 'new rule', chain: name, rule: made, place, written: undefined };
}

const jump = (to: string): Statement => ({
  kind: 'verdict',
  verdict: { kind: 'verdict', verdict: 'jump', chain: to },
});

const accept: Statement = { kind: 'verdict', verdict: { kind: 'verdict', verdict: 'accept' } };

const masquerade: Statement = {
  kind: 'nat',
  nat: 'masquerade',
  family: undefined,
  address: undefined,
  port: undefined,
  form: [],
  flags: [],
};

function done(requests: readonly Request[], before: Netfilter = makeNetfilter()): Netfilter {
  const outcome = transact(before, requests);
  if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
  return outcome.netfilter;
}

function refusals(requests: readonly Request[], before = makeNetfilter()): string[] {
  const outcome = transact(before, requests);
  return 'refused' in outcome
    ? outcome.refused.map(({ place, errno }) => `${place}: ${errno}`)
    : [];
}

describe('a transaction', () => {
  it('gives handles in the order of what is made', () => {
    const literal = {
      kind: 'set',
      keyType: scalarType('inet_service', 16, 'network'),
      elements: [],
    } as const;
    const type = scalarType('inet_service', 16, 'network');
    const match: Statement = {
      kind: 'match',
      left: { kind: 'payload', protocol: 'tcp', field: 'dport', type, inner: undefined },
      operator: '==',
      right: literal,
    };
    const { tables } = done([
      table,
      chain('a'),
      chain('b'),
      rule('a', [match]),
      rule('b', [accept]),
    ]);
    const made = tables.get('ip t');
    expect(made?.handle).toBe(1);
    expect(made?.chains.map(({ handle }) => handle).toObject()).toEqual({ a: 1, b: 2 });
    expect(made?.chains.get('a')?.rules.first()?.handle).toBe(4);
    expect(made?.chains.get('b')?.rules.first()?.handle).toBe(5);
  });

  it('does nothing of what it holds when one is refused, and goes on to find others', () => {
    const before = done([table, chain('a')]);
    expect(refusals([chain('b'), rule('a', [jump('c')]), rule('x', [accept])], before)).toEqual([
      '1: ENOENT',
      '2: ENOENT',
    ]);
  });

  it('puts rules next to others', () => {
    const before = done([table, chain('a'), rule('a', [accept]), rule('a', [accept])]);
    const after = done(
      [
        rule('a', [jump('b')], { kind: 'after', handle: 2n }),
        rule('a', [jump('b')], { kind: 'first' }),
        rule('a', [jump('b')], { kind: 'instead', handle: 3n }),
      ],
      done([chain('b')], before),
    );
    const rules = after.tables.get('ip t')?.chains.get('a')?.rules;
    expect(rules?.map(({ handle }) => handle).toArray()).toEqual([6, 2, 5, 3]);
  });
});

describe('chains', () => {
  const links = Array.from({ length: 16 }, (_, at) => chain(`c${at}`));
  const jumps = (count: number) =>
    Array.from({ length: count }, (_, at) => rule(`c${at}`, [jump(`c${at + 1}`)]));

  it('can be 15 jumps deep from a base chain, and no deeper', () => {
    const base = chain('in', filter('INPUT'));
    expect(refusals([table, base, ...links, ...jumps(14), rule('in', [jump('c0')])])).toEqual([]);
    expect(refusals([table, base, ...links, ...jumps(15), rule('in', [jump('c0')])])).toEqual([
      '33: EMLINK',
    ]);
  });

  it('can run in a circle where no base chain leads to them', () => {
    const circle = [chain('a'), chain('b'), rule('a', [jump('b')]), rule('b', [jump('a')])];
    const before = done([table, ...circle]);
    const base = chain('in', filter('INPUT'));
    expect(refusals([base, rule('in', [jump('a')])], before)).toEqual(['1: EMLINK']);
  });

  it('do what packets of their base chains can have done', () => {
    const before = done([table, chain('a'), rule('a', [masquerade])]);
    const nat = chain('post', { type: 'nat', hook: 'POSTROUTING', priority: 100 });
    expect(refusals([nat, rule('post', [jump('a')])], before)).toEqual([]);
    const out = chain('out', { type: 'nat', hook: 'OUTPUT', priority: -100 });
    expect(refusals([out, rule('out', [jump('a')])], before)).toEqual(['1: EOPNOTSUPP']);
  });

  it('are in use while something leads to them, and go with their own rules', () => {
    const before = done([table, chain('a'), chain('b'), rule('a', [jump('b')])]);
    const remove = (name: string): Request => ({
      ...inTable,
      kind: 'delete chain',
      chain: { name },
      devices: undefined,
      ignored: false,
    });
    expect(refusals([remove('b')], before)).toEqual(['0: EBUSY']);
    expect(refusals([remove('a'), remove('b')], before)).toEqual([]);
    expect(refusals([remove('c')], before)).toEqual(['0: ENOENT']);
  });

  it('stand where their type is known', () => {
    const forward = { type: 'nat', hook: 'FORWARD', priority: 0 } as const;
    expect(refusals([table, chain('a', forward)])).toEqual(['1: EOPNOTSUPP']);
    const early = { type: 'nat', hook: 'PREROUTING', priority: -200 } as const;
    expect(refusals([table, chain('a', early)])).toEqual(['1: EOPNOTSUPP']);
    const again = [table, chain('a', filter('INPUT')), chain('a', filter('OUTPUT'))];
    expect(refusals(again)).toEqual(['2: EOPNOTSUPP']);
  });
});

describe('a set', () => {
  const type = scalarType('ipv4_addr', 32, 'network');
  const set = makeNftSet({ name: 's', keyType: type });
  const make: Request = { ...inTable, kind: 'new set', set, exclusive: false };
  const update: Statement = {
    kind: 'set-update',
    operation: 'add',
    set: 's',
    key: { kind: 'payload', protocol: 'ip', field: 'saddr', type, inner: undefined },
    timeout: undefined,
    data: undefined,
    statements: [],
  };

  it('has a size once packets can add to it', () => {
    const { tables } = done([table, chain('a'), make, rule('a', [update])]);
    expect(tables.get('ip t')?.sets.get('s')?.size).toBe(65_535);
  });

  it('takes nothing from packets if it is constant or of intervals', () => {
    const as = (flags: readonly ('constant' | 'interval')[]): Request => ({
      ...inTable,
      kind: 'new set',
      set: set.merge({ flags }),
      exclusive: false,
    });
    const one = rule('a', [update]);
    expect(refusals([table, chain('a'), as(['constant']), one])).toEqual(['3: EBUSY']);
    expect(refusals([table, chain('a'), as(['interval']), one])).toEqual(['3: EOPNOTSUPP']);
  });

  it('is in use while a rule names it', () => {
    const before = done([table, chain('a'), make, rule('a', [update])]);
    const remove: Request = { ...inTable, kind: 'delete set', set: { name: 's' }, ignored: false };
    expect(refusals([remove], before)).toEqual(['0: EBUSY']);
  });
});
