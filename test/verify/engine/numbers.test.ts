import { expect, test } from 'vitest';
import { DiagramFull, numbers } from '../../../src/verify/engine/numbers.js';

test('what there is no memory for is a diagram that is full', () => {
  expect(numbers(3)).toEqual(new Int32Array(3));
  expect(() => numbers(Number.MAX_SAFE_INTEGER)).toThrow(DiagramFull);
});
