import { expect, test } from 'vitest';
import type { Question } from '../question.js';
import type { Answer } from '../recording.js';
import { askSimulated } from '../simulated.js';
import { compareScript } from './judge-script.js';

const run = (line: string): Question => ({ kind: 'run', run: line });

const answered = (question: Question, exit: number): Answer => ({
  kind: 'run',
  run: question.kind === 'run' ? question.run : '',
  ran: { exit, stdout: '', stderr: exit < 0 ? 'BUG: invalid expression type\n' : '' },
});

/** The lines that differ where the kernel's tools end with these statuses and print nothing. */
async function differing(
  script: readonly (readonly [command: string, exit: number])[],
): Promise<readonly number[]> {
  const questions = script.map(([command]) => run(command));
  const answers = questions.map((question, at) => answered(question, script[at]?.[1] ?? 0));
  const found = compareScript(questions, answers, await askSimulated(questions));
  return [...new Set(found.map(({ line }) => line))];
}

test('a tool that a signal has killed is not compared', async () => {
  expect(
    await differing([
      ['nft add table ip a', 0],
      ['nft list table ip a', -6],
      ['nft list table ip a', 0],
    ]),
  ).toEqual([3]);
});

test('nor what comes behind one that would have changed something', async () => {
  expect(
    await differing([
      ['nft add table ip a', -6],
      ['nft list table ip a', 0],
    ]),
  ).toEqual([]);
});
