import { describe, expect, test } from 'vitest';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/index.js';
import { compareTranslation, translate } from '../../src/translate/index.js';
import { EVERY_FORM } from '../translate/every-form.js';
import { expectAgreement } from './agreement.js';
import { compareAnswers, compareFields, printDifferences } from './difference.js';
import { askWhyNotLive, inWorld } from './live.js';
import { splitCommands } from './question.js';
import { playQuestions, readRecording, withoutChance, type Answer } from './recording.js';
import { readScenarios } from './scenario.js';

/** Set-ups whose rules are all iptables' and have a form in nft: few enough for every day. */
const NAMES = new Set([
  'docker-bridge',
  'kubernetes-kube-proxy',
  'mwan3-two-wan',
  'nat-dnat-then-rule',
  'web-cache-on-the-side',
]);

/** Puts a ruleset of nft in the place of the tables of iptables. */
function loading(ruleset: string): string {
  const tables = [...ruleset.matchAll(/^table (\S+ \S+) \{$/gm)].map(([, table]) => table);
  const gone = tables.map((table) => `nft delete table ${table} || exit 1\n`).join('');
  return `${gone}nft -f - <<'END'\n${ruleset}END\n`;
}

describe.runIf((await askWhyNotLive()) === undefined)('the live kernel takes translations', () => {
  test('of every form', async () => {
    const host = Host.fromCommands(EVERY_FORM);
    const translation = translate(host);
    const { ruleset } = translation;
    expect(compareTranslation(host, translation)).toEqual([]);
    const loaded = await inWorld(async (world) => {
      const script = await world.script(`${EVERY_FORM}\n${loading(ruleset)}`);
      return { ...script, listed: (await world.run('iptables-save')).stdout };
    });
    expect(loaded).toMatchObject({ exit: 0, stderr: '' });
  });

  test.each(readScenarios().filter(({ name }) => NAMES.has(name)))(
    '$name: packets fare as under iptables',
    async ({ name, setup, questions, recording }) => {
      const host = Host.fromMachine((await run(setup)).machine);
      const translation = translate(host);
      expect(compareTranslation(host, translation)).toEqual([]);
      const begin = splitCommands(setup).length;
      const isAsked = (at: number): boolean => {
        const question = questions[at];
        return at >= begin && (question?.kind !== 'run' || !question.run.includes('tables'));
      };
      const asked = questions.filter((_, at) => isAsked(at));
      const live = await inWorld(async (world) => {
        const script = await world.script(`${setup}\n${loading(translation.ruleset)}`);
        expect(script).toMatchObject({ exit: 0 });
        return playQuestions(world, asked);
      });
      const recorded = readRecording(recording).answers.filter((_, at) => isAsked(at));
      expect(asked.some(({ kind }) => kind === 'packet')).toBe(true);
      const differences = compareAnswers(
        asked,
        live.map(observed),
        recorded.map(observed),
        (kernel, other) => compareFields(kernel, other),
      );
      expectAgreement(printDifferences(name, 'iptables', differences));
    },
  );
});

/** What became of a packet, and not why: the reasons are other rules. */
function observed(answer: Answer): Answer {
  const plain = withoutChance(answer);
  if (plain.kind !== 'packet') return plain;
  const { why: _, ...rest } = plain.observed;
  return { kind: 'packet', observed: rest };
}
