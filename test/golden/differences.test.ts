import { expect, test } from 'vitest';
import { printDifferences } from '../kernel/difference.js';
import { compareScript } from '../kernel/judge/judge-script.js';
import { haveWhy } from '../kernel/recording.js';
import { askSimulated } from '../kernel/simulated.js';
import { readDifference, recordedDifferences } from './differences.js';

test.each(recordedDifferences())('$name is a difference no more', async ({ name, file }) => {
  const { questions, answers } = readDifference(file);
  const differences = compareScript(questions, answers, await askSimulated(questions, haveWhy(answers)));
  expect(printDifferences(name, 'the simulator', differences)).toBe('');
});
