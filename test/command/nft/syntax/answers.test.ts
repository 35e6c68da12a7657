import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printError } from '../../../../src/command/nft/print-error.js';
import { readAnswer, type Answer } from './read-answer.js';

/** Recorded by record-answers.py. */
function recorded(name: string): Answer[] {
  const text = readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));
}

describe.each(['commands.jsonl', 'files.jsonl'])('what nft 1.1.3 reports of %s', (name) => {
  it.each(recorded(name).map((answer) => [answer.stdin ?? answer.argv.at(-1), answer] as const))(
    '%j',
    (_, answer) => {
      const { errors, failed } = readAnswer(answer);
      expect(errors.map(printError).join('')).toBe(answer.err);
      expect(failed).toBe(answer.rc !== 0);
    },
  );
});
