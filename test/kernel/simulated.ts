import { answerRequest, type Answer } from '../../src/cli/answer.js';
import { parseRequest } from '../../src/cli/request.js';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/run.js';
import { printQuestion, type Question } from './question.js';
import type { Ran } from './world.js';

/** What the simulator answers to one line: as `nexthop trace --json` does. */
export type SimulatedAnswer = Answer;

/** Runs a set-up as `nexthop run setup.sh` does. */
export async function runSimulated(setup: string): Promise<Ran> {
  const { exit, stdout, stderr } = await run(setup, { name: 'setup.sh' });
  return { exit, stdout, stderr };
}

/** Asks every question in order, on a host that starts fresh, as `nexthop trace --packets` does with the lines of its file. */
export async function askSimulated(questions: readonly Question[]): Promise<SimulatedAnswer[]> {
  let host = Host.fresh();
  const answers: SimulatedAnswer[] = [];
  for (const question of questions) {
    try {
      // One after the other: each acts on the host that the one before left.
      // oxlint-disable-next-line no-await-in-loop
      const answered = await answerRequest(host, parseRequest(printQuestion(question)), false);
      host = answered.host;
      answers.push(answered.answer);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      answers.push({ kind: 'invalid', message, line: answers.length + 1 });
    }
  }
  return answers;
}
