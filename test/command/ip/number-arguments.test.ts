import { describe, expect, it } from 'vitest';
import {
  readS32,
  readU16,
  readU32,
  readUnsigned,
} from '../../../src/command/ip/number-arguments.js';

describe('readU32', () => {
  it.each([
    ['0', 0],
    ['10', 10],
    ['010', 8],
    ['0x10', 16],
    ['0XfF', 255],
    [' 7', 7],
    ['+7', 7],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['99999999999999999999999999', undefined],
    ['-1', undefined],
    ['08', undefined],
    ['0x', undefined],
    ['7 ', undefined],
    ['', undefined],
    ['1e3', undefined],
  ])('%j is %s', (text, expected) => {
    expect(readU32(text)).toBe(expected);
  });
});

it('takes 16 bits for a port', () => {
  expect([readU16('65535'), readU16('65536')]).toEqual([65535, undefined]);
});

it('reads bare digits in base 16', () => {
  expect([readUnsigned('10', 255, 16), readUnsigned('0xb8', 255, 16)]).toEqual([16, 184]);
});

it('reads leading zeros as decimal in base 10', () => {
  expect([readUnsigned('010', 255, 10), readUnsigned('0x10', 255, 10)]).toEqual([10, undefined]);
});

it('reads signs', () => {
  expect([readS32('-2147483648'), readS32('-2147483649'), readS32('-0x10')]).toEqual([
    -2147483648,
    undefined,
    -16,
  ]);
});
