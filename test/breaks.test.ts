import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BREAKS } from './kernel/breaks/breaks.js';

it.each(BREAKS)('can still be broken: $name', ({ file, text }) => {
  const source = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  expect(source.split(text)).toHaveLength(2);
});
