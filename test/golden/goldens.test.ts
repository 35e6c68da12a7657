import { describe, expect, test } from 'vitest';
import { compareFields, printDifference } from '../kernel/difference.js';
import {
  IPTABLES_RULES,
  readGolden,
  RULE_STRINGS,
  selfTests,
  type Call,
  type IptablesRule,
  type RuleString,
} from './golden.js';
import { comparableLength, unlistedNames } from './refusal.js';
import {
  compareCalls,
  compareIptablesRule,
  compareRuleString,
  type Comparison,
} from './simulated-goldens.js';

/** What is wrong with a run of answers: each is to be the kernel's, or a refusal by a name that docs/not-simulated.md has. */
function judge(comparisons: readonly Comparison[]): { wrong: string[]; unlisted: string[] } {
  const answered = comparisons.filter((comparison) => comparison.refused === undefined);
  return {
    wrong: answered.flatMap(({ question, kernel, simulated }) =>
      compareFields(kernel, simulated).map(
        (difference) => `${question}: ${printDifference('simulator', difference)}`,
      ),
    ),
    unlisted: unlistedNames(comparisons.flatMap(({ refused }) => refused ?? [])),
  };
}

const NOTHING_WRONG = { wrong: [], unlisted: [] };

describe('the simulator answers as the kernel did', () => {
  const strings = readGolden<RuleString>(RULE_STRINGS).lines;
  test.each([...new Set(strings.map(({ from }) => from))])('rule strings of %s', (source) => {
    const asked = strings.filter(({ from }) => from === source);
    expect(judge(asked.map(compareRuleString))).toEqual(NOTHING_WRONG);
  });

  const rules = readGolden<IptablesRule>(IPTABLES_RULES).lines;
  test.each([...new Set(rules.map(({ from }) => from))])('iptables rules of %s', (source) => {
    const asked = rules.filter(({ from }) => from === source);
    expect(judge(asked.flatMap(compareIptablesRule))).toEqual(NOTHING_WRONG);
  });

  test.each(selfTests())('calls of the self-test $name', ({ file }) => {
    const comparisons = compareCalls(readGolden<Call>(file).lines);
    const lines = comparisons.map(({ question, refused }) => ({ run: question, refused }));
    const certain = comparisons.slice(0, comparableLength(lines) + 1);
    expect(judge(certain)).toEqual(NOTHING_WRONG);
  });
});
