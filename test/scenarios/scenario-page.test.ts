import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { printScenarioPage } from './scenario-page.js';

test('docs/scenarios.md states what is in the folder', async () => {
  const options = JSON.parse(readFileSync(new URL('../../.prettierrc', import.meta.url), 'utf8'));
  const page = await format(printScenarioPage(), { ...options, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot('../../docs/scenarios.md');
});
