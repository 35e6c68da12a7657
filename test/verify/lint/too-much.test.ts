import { expect, it } from 'vitest';
import { lintScript } from './lint-script.js';
import { services } from './corpus/services.js';

it('what can be looked at has no such note', async () => {
  const found = await lintScript(services(3));
  expect(found.filter(({ severity }) => severity === 'note')).toEqual([]);
});
