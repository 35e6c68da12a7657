import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawRule } from './draw-rule.js';
import { listRule, readRule } from './read-rule.js';

const none = new Map();

describe('a listing of a rule', () => {
  it('is listed the same when it is read again', () => {
    let readable = 0;
    fc.assert(
      fc.property(drawRule, ({ family, rule }) => {
        const list = (text: string): string | undefined => {
          const read = readRule({ family, chain: 'c', rule: text }, none);
          return 'error' in read ? undefined : listRule(read.rule, family);
        };
        const first = list(rule);
        if (first === undefined) return;
        readable++;
        // A set of one interval made of several is listed in braces, and read as the interval.
        const second = list(first);
        expect(second?.replaceAll(/[{}] ?/g, '')).toBe(first.replaceAll(/[{}] ?/g, ''));
        expect(list(second ?? '')).toBe(second);
      }),
      { numRuns: 150 },
    );
    expect(readable).toBeGreaterThan(60);
  });
});
