import { describe, expect, test } from 'vitest';
import {
  IPTABLES_RULES,
  readGolden,
  RULE_STRINGS,
  selfTests,
  writeGolden,
  type Call,
  type IptablesRule,
  type RuleString,
} from '../golden/golden.js';
import { askCall, askIptablesRule, askRuleString } from './golden-questions.js';
import { askWhyNotLive, inWorld } from './live.js';
import { askVersions } from './recording.js';
import type { World } from './world.js';

const whyNotLive = await askWhyNotLive();

/** Asks the kernel every question of a golden file anew. */
async function askAgain<Line>(
  file: URL,
  ask: (world: World, line: Line) => Promise<Line[]>,
): Promise<{ asked: readonly Line[]; recorded: readonly Line[] }> {
  return inWorld(async (world) => {
    const versions = await askVersions(world);
    const recorded = readGolden<Line>(file).lines;
    const answers = await Promise.all(recorded.map((line) => ask(world, line)));
    const asked = answers.flat();
    if (process.env['RECORD'] !== undefined) writeGolden(file, { versions, lines: asked });
    return { asked, recorded: readGolden<Line>(file).lines };
  });
}

describe.runIf(whyNotLive === undefined)('the live kernel answers as recorded', () => {
  test('rule strings', async () => {
    const { asked, recorded } = await askAgain<RuleString>(RULE_STRINGS, askRuleString);
    expect(asked).toEqual(recorded);
  });

  test('iptables rules', async () => {
    const { asked, recorded } = await askAgain<IptablesRule>(IPTABLES_RULES, askIptablesRule);
    expect(asked).toEqual(recorded);
  });

  test.each(selfTests())('self-test $name', async ({ file }) => {
    const { asked, recorded } = await askAgain<Call>(file, askCall);
    expect(asked).toEqual(recorded);
  });
});
