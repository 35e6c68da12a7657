import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { printBehaviourPage } from './behaviour-page.js';
import { readChapters } from './behaviour.js';

const ROOT = new URL('../../', import.meta.url);
const behaviours = readChapters().flatMap((chapter) => chapter.behaviours);

test('docs/behaviour.md states what is in the chapters', async () => {
  const options = JSON.parse(readFileSync(new URL('.prettierrc', ROOT), 'utf8'));
  const page = await format(printBehaviourPage(), { ...options, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot('../../docs/behaviour.md');
});

test('every behaviour is said once', () => {
  const said = behaviours.map(({ does }) => does);
  expect(said.filter((does, at) => said.indexOf(does) !== at)).toEqual([]);
});

describe('the tests that are named', () => {
  test.each([...new Set(behaviours.flatMap(({ tests = [] }) => tests))])('%s', (named) => {
    const [path = '', name = ''] = named.split(' › ');
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${name}${quote}`);
    const text = readFileSync(new URL(path, ROOT), 'utf8');
    expect(quoted.filter((title) => text.includes(title))).not.toEqual([]);
  });
});
