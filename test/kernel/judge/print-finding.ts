import { printDifferences } from '../difference.js';
import { printBatch, printQuestion, type Question } from '../question.js';
import type { Finding } from './run-judge.js';

/** A finding as a script to paste into a root shell of an empty namespace, with its packets as remarks, and what differs. */
export function printFinding({ seed, script, differences, isSteady }: Finding): string {
  return [
    `# seed ${seed}${isSteady ? '' : ', NOT AGAIN when played once more'}`,
    ...script.map(printLine),
    printDifferences('script', 'the simulator', differences).replaceAll(/^/gm, '# '),
  ].join('\n');
}

function printLine(question: Question): string {
  if (question.kind === 'batch') return printBatch(question.batch);
  return question.kind === 'run' ? question.run : `# ${question.kind} ${printQuestion(question)}`;
}

/** What differs in a finding, short enough for a list of failures. */
export function printFindingShort({ seed, differences }: Finding): string {
  return printDifferences(`seed ${seed}`, 'the simulator', differences);
}
