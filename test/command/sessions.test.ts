import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSession, replaySession } from './session.js';

// Each session was run by record-session.py in a fresh network namespace; its first line states the versions.
const folder = fileURLToPath(new URL('sessions/', import.meta.url));
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.jsonl'))
  .map((file) => file.replace(/\.jsonl$/, ''))
  .toSorted();

describe.each(names)('the session %s', (name) => {
  const session = readSession(name);
  const answers = replaySession(session);

  it.each(session.steps.map((step, index) => [step.argv.join(' '), index, step] as const))(
    '%s (%i)',
    (_words, index, step) => {
      expect(answers[index]).toEqual(step);
    },
  );
});
