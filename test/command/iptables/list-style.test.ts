import { describe, expect, test } from 'vitest';
import { printCount } from '../../../src/command/iptables/print/list-style.js';

// As iptables 1.8.11 lists rules that were given these counters with -c: the session iptables-counters.
describe('counters are rounded as iptables rounds them', () => {
  test.each([
    [0, '0'],
    [99999, '99999'],
    [100000, '100K'],
    [100499, '100K'],
    [100500, '101K'],
    [9999499, '9999K'],
    [9999500, '10M'],
    [9999499499, '9999M'],
    [9999499999, '10G'],
    [9999500000, '10G'],
    [9999499499499, '9999G'],
    [9999499499500, '10T'],
    [9999500000000, '10T'],
    [Number.MAX_SAFE_INTEGER, '9007T'],
  ])('%i is %s', (value, text) => {
    expect(printCount(value, false)).toBe(text);
    expect(printCount(value, true)).toBe(String(value));
  });
});
