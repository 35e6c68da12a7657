import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printError } from '../../../../src/command/nft/print-error.js';
import { parseNftJson } from '../../../../src/command/nft/syntax/json/parse-nft-json.js';
import type { Answer } from './read-answer.js';

/** Recorded by record-answers.py. */
const answers: Answer[] = readFileSync(new URL('recorded/json.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => JSON.parse(line));

describe('what nft -j 1.1.3 reports', () => {
  it.each(answers.map((answer) => [answer.argv.at(-1) ?? '', answer] as const))(
    'of %s',
    (text, answer) => {
      const parsed = parseNftJson({ text });
      expect(parsed?.errors.map(printError).join('')).toBe(answer.err);
      expect(parsed?.failed).toBe(answer.rc !== 0);
    },
  );
});

describe('a text that is no JSON', () => {
  it.each(['', 'add table ip x', '{', '5', '"a"'])('is left to the language of nft: %j', (text) => {
    expect(parseNftJson({ text })).toBeUndefined();
  });
});
