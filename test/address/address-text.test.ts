import fc from 'fast-check';
import { IPv4 } from 'ip-num';
import { describe, expect, it } from 'vitest';
import {
  parseAddress,
  parsePrefix,
  printAddress,
  printPrefix,
  printPrefixShort,
  readAddress,
  readPrefix,
} from '../../src/address/address-text.js';
import { addressFromWords } from '../../src/address/address.js';
import { ParseError } from '../../src/parse-error.js';

const word = fc.integer({ min: 0, max: 0xffffffff });
const sparseWord = fc.oneof(word, fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff));
const address = fc.oneof(
  word.map((value) => addressFromWords(4, [value])),
  fc.array(sparseWord, { minLength: 4, maxLength: 4 }).map((words) => addressFromWords(6, words)),
);

describe('addresses as text', () => {
  it('reads what it prints', () => {
    fc.assert(
      fc.property(address, (a) => {
        expect(parseAddress(printAddress(a))).toEqual(a);
      }),
    );
  });

  it('takes for IPv4 what another reader takes', () => {
    const part = fc.oneof(
      fc.nat(300).map(String),
      fc.constantFrom('', '00', '01', '7', '+1', '1e1', '/'),
    );
    const text = fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          word.map((value) => printAddress(addressFromWords(4, [value]))),
        ),
        (dotted) => {
          let value: number | undefined;
          try {
            value = /^[0-9.]*$/.test(dotted) ? Number(IPv4.fromString(dotted).value) : undefined;
          } catch {
            value = undefined;
          }
          expect(readAddress(dotted)?.words[0]).toBe(value);
        },
      ),
    );
  });

  // inet_ntop(3) of the C library, by python3 -c 'import socket; print(socket.inet_ntop(10, socket.inet_pton(10, TEXT)))'
  it.each([
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::1.2.3.4'],
    ['::ffff', '::ffff'],
    ['fe80:0:0:1::', 'fe80:0:0:1::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
  ])('prints %s as %s', (text, printed) => {
    expect(printAddress(parseAddress(text))).toBe(printed);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.0.0.1',
    '01.2.3.4',
    '1.2.3.4/24',
    ' 1.2.3.4',
    'fe80::1%eth0',
    '1::2::3',
    ':::',
    'nine',
  ])('refuses %j', (text) => {
    expect(readAddress(text)).toBeUndefined();
    expect(() => parseAddress(text)).toThrow(ParseError);
  });
});

describe('prefixes as text', () => {
  it('clears the bits after the length', () => {
    expect(printPrefix(parsePrefix('10.1.2.3/8'))).toBe('10.0.0.0/8');
    expect(printPrefix(parsePrefix('2001:db8:1:2::3/33'))).toBe('2001:db8::/33');
  });

  it('takes an address alone as a host prefix, and prints it short', () => {
    expect(printPrefix(parsePrefix('10.1.2.3'))).toBe('10.1.2.3/32');
    expect(printPrefixShort(parsePrefix('fd00::1'))).toBe('fd00::1');
    expect(printPrefixShort(parsePrefix('0.0.0.0/0'))).toBe('0.0.0.0/0');
  });

  it.each(['10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/-1', 'fd00::/129', '/8'])(
    'refuses %j',
    (text) => {
      expect(readPrefix(text)).toBeUndefined();
    },
  );
});
