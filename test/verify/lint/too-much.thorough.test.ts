import { expect, it } from 'vitest';
import { lintScript } from './lint-script.js';
import { services } from './corpus/services.js';

it('what is too much to look at is reported, and the rest is looked at', async () => {
  const found = await lintScript(services(24));
  const notes = found.filter(({ severity }) => severity === 'note');
  expect(notes.map(({ kind, text }) => [kind, text.slice(0, 89)])).toEqual([
    [
      'not-followed',
      'The chains of IPv4 are too much to be followed, so nothing was looked for of these, and t',
    ],
  ]);
  expect(notes[0]?.text).toContain('rules of chains without effect');
  expect(found.filter(({ kind }) => kind === 'dead-rule')).toHaveLength(1);
});
