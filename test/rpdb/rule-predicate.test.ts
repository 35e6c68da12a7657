import { describe, expect, it } from 'vitest';
import { ALWAYS, NEVER } from '../../src/predicate/predicate.js';
import {
  requiresDissection,
  rulePredicate,
  type RuleScope,
} from '../../src/rpdb/rule-predicate.js';
import { makeRule, type Rule } from '../../src/rpdb/rule.js';

const rule = (fields: Partial<Rule>): Rule =>
  makeRule({ id: 1, priority: 100, action: { kind: 'lookup', table: 100 }, ...fields });

const scope: RuleScope = {
  family: 4,
  deviceIndex: (name) => (name === 'eth0' ? 2 : undefined),
};

// What flows each selector takes is held to the kernel in test/command/ip/rule/matching.test.ts.
describe('rulePredicate', () => {
  it('takes every flow without a selector, and none with `not` alone', () => {
    expect(rulePredicate(rule({}), scope)).toEqual(ALWAYS);
    expect(rulePredicate(rule({ not: true }), scope)).toEqual(NEVER);
  });

  it('finds a device by its name when it is asked', () => {
    expect(rulePredicate(rule({ iif: 'eth0' }), scope)).toEqual({
      kind: 'masked',
      field: 'flowIif',
      mask: 0x7fffffff,
      value: 2,
    });
    expect(rulePredicate(rule({ oif: 'nosuch' }), scope)).toEqual(NEVER);
    expect(rulePredicate(rule({ oif: 'nosuch', not: true }), scope)).toEqual(ALWAYS);
  });

  it('takes no flow for a layer 3 domain or a tunnel', () => {
    expect(rulePredicate(rule({ l3mdev: true }), scope)).toEqual(NEVER);
    expect(rulePredicate(rule({ tunId: '5' }), scope)).toEqual(NEVER);
  });
});

describe('requiresDissection', () => {
  it.each([
    [[], false],
    [[rule({ fwmark: { value: 1, mask: 1 } })], false],
    [[rule({ ipproto: 6 })], true],
    [[rule({ sport: { from: 1, to: 2, mask: 0xffff } })], true],
    [[rule({ dport: { from: 1, to: 1, mask: 0xffff } })], true],
    [[rule({ ipproto: 6, iif: 'lo' })], false],
    [[rule({ ipproto: 6, iif: 'eth0' })], true],
    [[rule({ ipproto: 6, iif: 'lo' }), rule({ dport: { from: 1, to: 1, mask: 0xffff } })], true],
  ])('%#', (rules, expected) => {
    expect(requiresDissection(rules)).toBe(expected);
  });
});

it('makeRule refuses numbers that have no 32 bits', () => {
  expect(() => rule({ priority: -1 })).toThrow('priority: 0..4294967295, got -1');
  expect(() => rule({ id: 1.5 })).toThrow('id: 0..4294967295, got 1.5');
});
