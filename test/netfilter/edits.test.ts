import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainsEntered } from '../../src/netfilter/rule.js';
import { makeRuleset, type Ruleset } from '../../src/netfilter/ruleset.js';
import { anyEdit, attempt } from './arbitrary-edit.js';

// Long enough for chains to be made, jumped to, renamed and deleted.
const edits = fc.array(anyEdit, { minLength: 10, maxLength: 60, size: 'max' });

/** The rulesets that come of the changes, one after the other, the first one included. */
function history(steps: readonly Parameters<typeof attempt>[1][]): readonly Ruleset[] {
  const rulesets = [makeRuleset()];
  for (const step of steps) rulesets.push(attempt(rulesets.at(-1) ?? makeRuleset(), step));
  return rulesets;
}

describe('any sequence of edits', () => {
  test('leaves every earlier ruleset as it was', () => {
    fc.assert(
      fc.property(edits, (steps) => {
        const rulesets: Ruleset[] = [makeRuleset()];
        const before: string[] = [JSON.stringify(makeRuleset())];
        for (const step of steps) {
          const next = attempt(rulesets.at(-1) ?? makeRuleset(), step);
          rulesets.push(next);
          before.push(JSON.stringify(next));
        }
        expect(rulesets.map((ruleset) => JSON.stringify(ruleset))).toEqual(before);
      }),
    );
  });

  test('gives every rule and every policy an id of its own, and none twice', () => {
    fc.assert(
      fc.property(edits, (steps) => {
        const owners = new Map<number, string>();
        for (const ruleset of history(steps)) {
          for (const chain of ruleset.tables.get('filter')?.chains.values() ?? []) {
            const ids = chain.rules.map((rule) => [rule.id, 'rule'] as const);
            const own = chain.base === undefined ? [] : [[chain.id, 'policy'] as const];
            for (const [id, what] of [...ids, ...own]) {
              expect(owners.get(id) ?? what).toBe(what);
              expect(id).toBeLessThan(ruleset.nextId);
              owners.set(id, what);
            }
          }
        }
      }),
    );
  });

  test('never leaves a jump to a chain that is not there', () => {
    fc.assert(
      fc.property(edits, (steps) => {
        for (const { tables } of history(steps)) {
          const chains = tables.get('filter')?.chains;
          const targets = [...(chains?.values() ?? [])].flatMap(({ rules }) =>
            [...rules].flatMap(chainsEntered),
          );
          expect(targets.filter((name) => chains?.has(name) !== true)).toEqual([]);
        }
      }),
    );
  });
});
