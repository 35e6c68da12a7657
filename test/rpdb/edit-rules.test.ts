import fc from 'fast-check';
import { List } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { Family } from '../../src/address/family.js';
import { defaultRules } from '../../src/rpdb/default-rules.js';
import {
  addRule,
  automaticPriority,
  deleteRule,
  type RuleDatabase,
} from '../../src/rpdb/edit-rules.js';
import {
  ACTION,
  EMPTY_REQUEST,
  requestOfRule,
  type RuleRequest,
} from '../../src/rpdb/rule-request.js';
import { makeRule, type Rule } from '../../src/rpdb/rule.js';
import { ruleRequest } from './arbitrary-request.js';

function freshDatabase(family: Family): RuleDatabase {
  const rules = List(defaultRules(family));
  return { family, rules, nextRuleId: rules.size + 1, customRules: false };
}

const lookup = (fields: Partial<RuleRequest>): RuleRequest => ({
  ...EMPTY_REQUEST,
  action: ACTION.lookup,
  table: 100,
  ...fields,
});

const unused = (): number => 1;

function add(database: RuleDatabase, request: RuleRequest): RuleDatabase {
  const edit = addRule(database, request, unused);
  if (edit.kind === 'refused') throw new Error(edit.text ?? edit.error);
  return edit.database;
}

function drop(database: RuleDatabase, request: RuleRequest): RuleDatabase {
  const edit = deleteRule(database, request);
  if (edit.kind === 'refused') throw new Error(edit.text ?? edit.error);
  return edit.database;
}

const rulesWith = (...priorities: readonly number[]): List<Rule> =>
  List(
    priorities.map((priority, index) =>
      makeRule({ id: index, priority, action: { kind: 'nop', table: 0 } }),
    ),
  );

describe('the priority of a rule that names none', () => {
  // Linux 6.18: ip rule add table 100, with these rules there.
  it.each([
    [[0, 32766, 32767], 32765],
    [[0, 10, 32766], 9],
    [[0, 1], 0],
    [[0, 0, 32766], 0],
    [[0], 0],
    [[], 0],
    [[32766, 32767], 32766],
  ])('beside %j is %i', (priorities, expected) => {
    expect(automaticPriority(rulesWith(...priorities))).toBe(expected);
  });
});

describe('custom rules', () => {
  it('begin with the first rule added or deleted in IPv4', () => {
    const fresh = freshDatabase(4);
    expect(fresh.customRules).toBe(false);
    expect(add(fresh, lookup({})).customRules).toBe(true);
    expect(drop(fresh, { ...EMPTY_REQUEST, priority: 32767 }).customRules).toBe(true);
  });

  it('begin with the first rule added in IPv6, and stay when it goes', () => {
    const fresh = freshDatabase(6);
    const shortened = drop(fresh, { ...EMPTY_REQUEST, priority: 32766 });
    expect(shortened.customRules).toBe(false);
    const added = add(shortened, lookup({ priority: 5 }));
    expect(drop(added, { ...EMPTY_REQUEST, priority: 5 }).customRules).toBe(true);
  });
});

describe('refusals', () => {
  it('of a goto that leads back, of a duplicate and of a rule that is not there', () => {
    const database = add(freshDatabase(4), lookup({ priority: 100, fwmark: 1 }));
    const goto = { ...EMPTY_REQUEST, action: ACTION.goto, goto: 5, priority: 5 };
    expect(addRule(database, goto, unused)).toEqual({
      kind: 'refused',
      error: 'EINVAL',
      text: 'Backward goto not supported',
    });
    expect(addRule(database, lookup({ priority: 100, fwmark: 1, not: true }), unused)).toEqual({
      kind: 'refused',
      error: 'EEXIST',
      text: undefined,
    });
    expect(deleteRule(database, lookup({ priority: 101 }))).toEqual({
      kind: 'refused',
      error: 'ENOENT',
      text: undefined,
    });
  });
});

it('IPv4 takes an unused table for a lookup in table 0', () => {
  const edit = addRule(freshDatabase(4), lookup({ table: 0 }), () => 7);
  expect(edit).toMatchObject({ kind: 'edited', rule: { action: { kind: 'lookup', table: 7 } } });
  expect(addRule(freshDatabase(6), lookup({ table: 0 }), () => 7)).toMatchObject({
    text: 'Invalid table',
  });
});

/** What one step of a random history does. */
const step = (family: Family) =>
  fc.record({ deletes: fc.boolean(), request: ruleRequest(family), at: fc.nat() });

describe.each([4, 6] as const)('after any edits of IPv%i rules', (family) => {
  it('order, ids and goto targets hold, and the old list is as it was', () => {
    fc.assert(
      fc.property(fc.array(step(family), { maxLength: 25 }), (steps) => {
        let database = freshDatabase(family);
        for (const { deletes, request, at } of steps) {
          const before = database.rules;
          const old = before.toArray();
          const doomed = before.get(at % Math.max(before.size, 1));
          const edit =
            deletes && doomed !== undefined
              ? deleteRule(database, requestOfRule(doomed))
              : addRule(database, request, unused);
          expect(before.toArray()).toEqual(old);
          if (edit.kind === 'refused') continue;
          ({ database } = edit);
          expectSound(database);
          const ids = new Set(old.map(({ id }) => id));
          expect(ids.has(edit.rule.id)).toBe(deletes && doomed !== undefined);
          expect(database.rules.size).toBe(old.length + (ids.has(edit.rule.id) ? -1 : 1));
        }
      }),
    );
  });

  it('a rule that was added is found by all that it has, and taken away leaves the list as it was', () => {
    fc.assert(
      fc.property(ruleRequest(family), (request) => {
        const before = freshDatabase(family);
        const added = addRule(before, request, unused);
        fc.pre(added.kind === 'edited');
        const taken = deleteRule(added.database, requestOfRule(added.rule));
        fc.pre(taken.kind === 'edited' && taken.rule.id === added.rule.id);
        expect(taken.database.rules.toArray()).toEqual(before.rules.toArray());
        expect(addRule(added.database, requestOfRule(added.rule), unused)).toMatchObject({
          error: 'EEXIST',
        });
      }),
    );
  });
});

/** What the kernel keeps by pointers can be told from the list: a goto leads to the first rule of its priority. */
function expectSound({ rules, nextRuleId }: RuleDatabase): void {
  const priorities = rules.map(({ priority }) => priority).toArray();
  expect(priorities).toEqual(priorities.toSorted((a, b) => a - b));
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.size);
  for (const { id, action, target } of rules) {
    expect(id).toBeLessThan(nextRuleId);
    const first =
      action.kind === 'goto'
        ? rules.find(({ priority }) => priority === action.priority)?.id
        : undefined;
    expect(target).toBe(first);
  }
}
