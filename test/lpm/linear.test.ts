import { describe, expect, it } from 'vitest';
import { parseAddress, parsePrefix, printPrefix } from '../../src/address/address-text.js';
import { LinearLpm } from '../../src/lpm/linear.js';
import type { PrefixId } from '../../src/lpm/lpm.js';
import { describePrefixEngine } from './conformance.js';

describePrefixEngine('the linear engine', (family, entries) => new LinearLpm(family, entries));

describe('the linear engine', () => {
  const engine = new LinearLpm(
    4,
    ['10.1.0.0/16', '10.0.0.0/8', '0.0.0.0/0', '10.1.2.0/24'].map((text, id): PrefixId => [
      parsePrefix(text),
      id,
    ]),
  );
  const print = (list: readonly PrefixId[]): string[] =>
    list.map(([prefix]) => printPrefix(prefix));

  it('says which prefix matched', () => {
    const [prefix] = engine.lookupPrefix(parseAddress('10.1.9.9')) ?? [];
    expect(prefix && printPrefix(prefix)).toBe('10.1.0.0/16');
  });

  it('lists all that match, longest first', () => {
    expect(print(engine.matches(parseAddress('10.1.2.3')))).toEqual([
      '10.1.2.0/24',
      '10.1.0.0/16',
      '10.0.0.0/8',
      '0.0.0.0/0',
    ]);
  });

  it('lists subnets in order', () => {
    expect(print(engine.subnets(parsePrefix('10.0.0.0/8')))).toEqual([
      '10.0.0.0/8',
      '10.1.0.0/16',
      '10.1.2.0/24',
    ]);
  });
});
