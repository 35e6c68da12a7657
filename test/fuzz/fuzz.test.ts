import { readdirSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInput } from './check-input.js';
import { keptInputs } from './corpus.js';
import { drawInput, fuzzTarget } from './fuzz-target.js';
import { TEXT } from './shape.js';
import { Broken, hold, type Target } from './target.js';
import { TARGETS } from './targets.js';

const SEED = 1;

describe.each(TARGETS)('fuzzing $name', (target) => {
  it('finds nothing', async () => {
    const runs = Math.ceil(target.runs / 12);
    const { inputs, finding } = await fuzzTarget(target, { seed: SEED, runs });
    expect(finding).toBeUndefined();
    expect(inputs).toBe(runs);
  });

  it('finds nothing in what once failed', async () => {
    for (const { note, input } of keptInputs(target.name)) {
      const { trouble } = await checkInput(target, target.shape.fromJson(input));
      expect([note, trouble]).toEqual([note, undefined]);
    }
  });
});

describe('the corpus', () => {
  it('is of targets', () => {
    const names = readdirSync(new URL('corpus/', import.meta.url));
    const known = new Set(TARGETS.map(({ name }) => `${name}.json`));
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('the fuzzer', () => {
  const fuzz = (run: Target<string>['run'], more: Partial<Target<string>> = {}) =>
    fuzzTarget(
      {
        name: 'planted',
        shape: TEXT,
        inputs: () => fc.string({ minLength: 3 }),
        run,
        allowed: [{ of: RangeError, like: /^\w+: / }],
        milliseconds: 1000,
        runs: 200,
        ...more,
      },
      { seed: SEED, runs: 200 },
    );
  let calls = 0;

  it.each<[string, Target<string>['run'], RegExp]>([
    [
      'an error of the engine',
      (text) => (text.includes('a') ? [][0]!['x'] : 0),
      /^TypeError: Cannot read/,
    ],
    [
      'an error of the engine of a class that is allowed',
      (text) => (text.length > 5 ? new Uint8Array(-1) : 0),
      /^RangeError: Invalid typed array length/,
    ],
    [
      'a stack that overflows',
      (text) => {
        const deep = (): number => (text.length > 5 ? deep() + 1 : 0);
        return deep();
      },
      /^RangeError: Maximum call stack/,
    ],
    ['a promise that is rejected', async () => Promise.reject(new TypeError('x: y')), /^TypeError/],
    ['an answer that differs', () => calls++, /^two runs differ/],
    ['an answer that depends on the day', () => new Date().getMonth(), /^two runs differ/],
    ['an answer that depends on the clock', () => Date.now() >> 20, /^two runs differ/],
    ['an answer that depends on chance', () => Math.random(), /^two runs differ/],
    ['a law that is broken', (text) => hold(text.length < 5, 'short'), /^Broken: short/],
  ])('finds %s', async (_name, run, trouble) => {
    const { finding } = await fuzz(run);
    expect(finding?.trouble).toMatch(trouble);
    expect(finding?.seed).toBe(SEED);
  });

  it('finds what takes too long', async () => {
    const spin = (text: string): void => {
      const begun = process.cpuUsage();
      while (text.includes('a') && process.cpuUsage(begun).user < 20_000);
    };
    const { finding } = await fuzz(spin, { milliseconds: 5 });
    expect(finding).toMatchObject({ trouble: expect.stringMatching(/^takes \d+ ms/), input: 'a' });
  });

  it('leaves no input running when its time is over', async () => {
    let running = 0;
    const { inputs } = await fuzzTarget(
      {
        ...TARGETS[0]!,
        inputs: () => fc.string(),
        run: async () => {
          running += 1;
          await new Promise((resolve) => setTimeout(resolve, 40));
          running -= 1;
        },
      },
      { seed: SEED, runs: 200, milliseconds: 30 },
    );
    expect([inputs, running]).toEqual([1, 0]);
  });

  it('allows what is documented', async () => {
    const { finding, inputs } = await fuzz(() => {
      throw new RangeError('field: 1..9');
    });
    expect(finding).toBeUndefined();
    expect(inputs).toBe(200);
  });

  it('shrinks what it finds, whatever drew it', async () => {
    const { finding } = await fuzz((text) => hold(!text.includes('needle'), 'no needle'), {
      inputs: () => fc.string().map((text) => `${text}needle${text}`),
    });
    expect(finding?.input).toBe('needle');
  });

  it('draws an input again by its seed and number', async () => {
    const drawn: string[] = [];
    await fuzz((text) => drawn.push(text) && 0);
    const target = { ...TARGETS[0]!, inputs: () => fc.string({ minLength: 3 }) };
    expect(drawInput(target, SEED, 7)).toBe(drawn[14]);
  });

  it('names the law that is broken, and what breaks it', () => {
    expect(() => hold(false, 'law', ['shown'], 'text')).toThrow(
      new Broken('law\n  ["shown"]\n  text'),
    );
  });
});
