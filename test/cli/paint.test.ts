import { describe, expect, it } from 'vitest';
import { choosePaint, coloured } from '../../src/cli/print/paint.js';
import { plain } from '../../src/trace/paint.js';

describe('choosePaint', () => {
  it.each([
    ['auto', {}, true, coloured],
    ['auto', {}, false, plain],
    ['auto', { TERM: 'dumb' }, true, plain],
    ['auto', { NO_COLOR: '1' }, true, plain],
    ['auto', { NO_COLOR: '' }, true, coloured],
    ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, plain],
    ['auto', { FORCE_COLOR: '1' }, false, coloured],
    ['auto', { FORCE_COLOR: '0' }, true, plain],
    ['always', { NO_COLOR: '1' }, false, coloured],
    ['never', { FORCE_COLOR: '1' }, true, plain],
  ] as const)('%s with %j on a terminal: %s', (choice, env, isTerminal, paint) => {
    expect(choosePaint(choice, env, isTerminal)).toBe(paint);
  });
});

describe('coloured', () => {
  it('wraps the text in codes that end with it', () => {
    expect(coloured('good', 'x')).toBe('\u001b[1m\u001b[32mx\u001b[39m\u001b[22m');
    expect(coloured('good', '')).toBe('');
    expect(plain('good', 'x')).toBe('x');
  });
});
