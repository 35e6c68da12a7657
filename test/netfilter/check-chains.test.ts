import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrnoName } from '../../src/errno.js';
import { checkChains } from '../../src/netfilter/edit/check-chains.js';
import { canBreakTable, checkRule } from '../../src/netfilter/edit/check-rule.js';
import { newChain } from '../../src/netfilter/edit/edit-chains.js';
import { appendRule } from '../../src/netfilter/edit/edit-rules.js';
import { chainsEntered } from '../../src/netfilter/rule.js';
import { makeRuleset, type Ruleset } from '../../src/netfilter/ruleset.js';
import type { Chains } from '../../src/netfilter/table.js';
import { placeOf, ruleTo } from './arbitrary-edit.js';
import { ruleOf } from './rule-words.js';

/** The obvious twin: follows every jump from every built-in chain, as the kernel does. */
function followJumps(chains: Chains): ErrnoName | undefined {
  const follow = (name: string, level: number): boolean => {
    if (level === 16) return false;
    return (chains.get(name)?.rules ?? []).every((rule) =>
      chainsEntered(rule).every((next) => follow(next, level + 1)),
    );
  };
  const bases = [...chains.values()].filter(({ base }) => base !== undefined);
  return bases.every(({ name }) => follow(name, 0)) ? undefined : 'EMLINK';
}

function chainsWith(
  names: readonly string[],
  jumps: readonly (readonly [string, string])[],
): Ruleset {
  const made = names.reduce((ruleset, name) => newChain(ruleset, 'filter', name), makeRuleset());
  return jumps.reduce(
    (ruleset, [from, to]) =>
      appendRule(ruleset, placeOf(from), ruleTo({ kind: 'jump', chain: to })),
    made,
  );
}

function check({ tables }: Ruleset): ErrnoName | undefined {
  const chains = tables.get('filter')?.chains;
  if (chains === undefined) throw new Error('no table');
  return checkChains(chains, 4);
}

describe('a table as a whole', () => {
  test('is refused as one is in which every jump is followed', () => {
    const names = Array.from({ length: 5 }, (_, index) => `c${index}`);
    const from = fc.constantFrom('OUTPUT', 'INPUT', ...names);
    const jumps = fc.array(fc.tuple(from, fc.constantFrom(...names)), { maxLength: 8 });
    fc.assert(
      fc.property(jumps, (some) => {
        const ruleset = chainsWith(names, some);
        const chains = ruleset.tables.get('filter')?.chains;
        expect(check(ruleset)).toBe(chains === undefined ? undefined : followJumps(chains));
      }),
    );
  });

  test('stays sound when a rule is added that cannot break it', () => {
    const chain = fc.constantFrom('OUTPUT', 'INPUT', 'a', 'b');
    const words = fc.constantFrom('-m owner --uid-owner 5', '-m mark --mark 5', '-p udp');
    const jump = fc.constantFrom('a', 'b').map((name) => ruleTo({ kind: 'jump', chain: name }));
    const rule = fc.oneof(
      jump,
      words.map((text) => ruleOf(4, text)),
    );
    const edits = fc.array(fc.tuple(chain, rule), { maxLength: 10 });
    let skipped = 0;
    fc.assert(
      fc.property(edits, (some) => {
        let ruleset = chainsWith(['a', 'b'], []);
        for (const [name, added] of some) {
          const place = placeOf(name);
          if (checkRule(ruleset, place, added) !== undefined) continue;
          const next = appendRule(ruleset, place, added);
          const error = check(next);
          expect(error === undefined || canBreakTable(added, place)).toBe(true);
          if (!canBreakTable(added, place)) skipped += 1;
          if (error === undefined) ruleset = next;
        }
      }),
    );
    expect(skipped).toBeGreaterThan(100);
  });

  // Linux 6.18: sixteen jumps in one another are refused, fifteen aren't.
  test.each([
    [15, undefined],
    [16, 'EMLINK'],
  ])('with %i jumps in one another: %s', (depth, expected) => {
    const names = Array.from({ length: depth }, (_, index) => `c${index}`);
    const jumps = names.map((name, index) => [names[index - 1] ?? 'OUTPUT', name] as const);
    const ruleset = chainsWith(names, jumps);
    expect(check(ruleset)).toBe(expected);
  });

  test('may loop where no built-in chain leads', () => {
    const jumps = [
      ['a', 'b'],
      ['b', 'a'],
      ['OUTPUT', 'c'],
    ] as const;
    expect(check(chainsWith(['a', 'b', 'c'], jumps))).toBeUndefined();
    expect(check(chainsWith(['a', 'b', 'c'], [...jumps, ['c', 'a'] as const]))).toBe('EMLINK');
  });

  test('may not use an extension at a hook where it may not be, whatever the jumps', () => {
    const owner = ruleOf(4, '-m owner --uid-owner 5');
    const start = appendRule(chainsWith(['a', 'b'], [['a', 'b']]), placeOf('b'), owner);
    const jump = ruleTo({ kind: 'jump', chain: 'a' });
    expect(check(appendRule(start, placeOf('OUTPUT'), jump))).toBeUndefined();
    expect(check(appendRule(start, placeOf('INPUT'), jump))).toBe('EINVAL');
  });
});
