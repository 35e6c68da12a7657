import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  IPTABLES_RULES,
  readGolden,
  RULE_STRINGS,
  selfTests,
  type Call,
  type IptablesRule,
  type RuleString,
} from './golden.js';
import {
  compareCalls,
  compareIptablesRule,
  compareRuleString,
  type Comparison,
} from './simulated-goldens.js';

const LIST = new URL('../../docs/not-simulated.md', import.meta.url);
const listed = existsSync(LIST) ? readFileSync(LIST, 'utf8') : '';

/** What is wrong with a run of answers: each is to be the kernel's, or a refusal by a name that docs/not-simulated.md has. */
function judge(comparisons: readonly Comparison[]): { wrong: Comparison[]; unlisted: string[] } {
  const refused = new Set(comparisons.flatMap((comparison) => comparison.refused ?? []));
  return {
    wrong: comparisons.filter(
      ({ refused: name, kernel, simulated }) =>
        name === undefined && JSON.stringify(kernel) !== JSON.stringify(simulated),
    ),
    unlisted: [...refused].filter((name) => !listed.includes(`\`${name}\``)),
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
    // What was refused changed nothing, so what follows it may rightly differ: it is compared up to there.
    const first = comparisons.findIndex(({ refused }) => refused !== undefined);
    const certain = first < 0 ? comparisons : comparisons.slice(0, first + 1);
    expect(judge(certain)).toEqual(NOTHING_WRONG);
  });
});
