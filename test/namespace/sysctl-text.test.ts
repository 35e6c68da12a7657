import { describe, expect, it } from 'vitest';
import { readSysctlText } from '../../src/namespace/sysctl/sysctl-text.js';

const INT = { kind: 'integer', min: -0x80000000, max: 0x7fffffff } as const;

describe('text that is written to a key', () => {
  // sysctl -w net.ipv4.conf.all.rp_filter=TEXT; sysctl -n net.ipv4.conf.all.rp_filter (6.18.44).
  it.each([
    ['1', '1'],
    [' 2 \n', '2'],
    ['0x2', '2'],
    ['010', '8'],
    ['-0', '0'],
    ['-5', '-5'],
    ['1 x', '1'],
    ['2147483647', '2147483647'],
  ])('%j reads back as %j', (text, value) => {
    expect(readSysctlText(INT, text, '7')).toBe(value);
  });

  it.each(['', '\n', 'abc', '1x', '+1', '08', '0x', '2147483648', '-2147483649'])(
    '%j is refused',
    (text) => {
      expect(readSysctlText(INT, text, '7')).toBeUndefined();
    },
  );

  it('may give fewer numbers than there are: the rest stay', () => {
    const form = { kind: 'integers', count: 3, min: 1, max: 9999 } as const;
    expect(readSysctlText(form, '1 2', '7\t8\t9')).toBe('1\t2\t9');
    expect(readSysctlText(form, '1\t2 3 4', '7\t8\t9')).toBe('1\t2\t3');
    expect(readSysctlText(form, '1 0', '7\t8\t9')).toBeUndefined();
  });
});
