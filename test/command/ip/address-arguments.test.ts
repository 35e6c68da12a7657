import { describe, expect, it } from 'vitest';
import { printAddress } from '../../../src/address/address-text.js';
import {
  parseInetAddress,
  parseInetPrefix,
  readInetAddress,
  readInetPrefix,
} from '../../../src/command/ip/address-arguments.js';

const shown = (word: string, family?: 4 | 6): string | undefined => {
  const prefix = readInetPrefix(word, family);
  if (prefix === undefined) return undefined;
  return `${prefix.address === undefined ? prefix.kind : printAddress(prefix.address)}/${prefix.length}`;
};

describe('readInetPrefix', () => {
  it.each([
    ['10.1', '10.1.0.0/32'],
    ['10', '10.0.0.0/32'],
    ['010.0x10.1', '8.16.1.0/32'],
    ['10.1.2.3/8', '10.1.2.3/8'],
    ['10/8', '10.0.0.0/8'],
    ['10.0.0.0/0x8', '10.0.0.0/8'],
    ['10.0.0.0/255.255.0.0', '10.0.0.0/16'],
    ['10.0.0.0/255.255', '10.0.0.0/16'],
    ['10.0.0.0/255.0.255.0', undefined],
    ['10.0.0.0/0.0.0.0', '10.0.0.0/0'],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.256', undefined],
    ['1.2.3.4.5', undefined],
    ['1..2', undefined],
    ['', undefined],
    ['fd00::1', 'fd00::1/128'],
    ['fd00::1/64', 'fd00::1/64'],
    ['fd00::1/129', undefined],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4/128'],
    ['fd00::1::', undefined],
    ['default', 'default/0'],
    ['all', 'any/0'],
    ['default/8', undefined],
  ])('%j is %s', (word, expected) => {
    expect(shown(word)).toBe(expected);
  });

  it('keeps to the family that was asked for', () => {
    expect([shown('fd00::1', 4), shown('10.0.0.1', 6), shown('any', 6)]).toEqual([
      undefined,
      undefined,
      '::/0',
    ]);
  });
});

it('readInetAddress takes no length', () => {
  expect(readInetAddress('10.0.0.1/8', undefined)).toBeUndefined();
});

describe('refusals', () => {
  it.each([
    [() => parseInetPrefix('x', undefined), 'any valid prefix', 'x'],
    [() => parseInetPrefix('1.2.3.4', 6), 'inet6 prefix', '1.2.3.4'],
    [() => parseInetAddress('fd00::1', 4), 'inet address', 'fd00::1'],
  ])('%# name what was expected', (act, what, word) => {
    expect(act).toThrow(`Error: ${what} is expected rather than "${word}".\n`);
  });
});
