import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressFromWords } from '../../src/address/address.js';
import { makePrefix, prefixContains, type Prefix } from '../../src/address/prefix.js';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters } from '../../src/evaluate/registers.js';
import { paintNetworks } from '../../src/ipset/paint-networks.js';
import { ADDRESS_FIELDS } from '../../src/packet/field.js';
import { ALWAYS, NEVER } from '../../src/predicate/predicate.js';

const word = fc.constantFrom(0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff);
const address6 = fc.tuple(word, word, word, word).map((words) => addressFromWords(6, words));
const networks = fc.uniqueArray(
  fc.record({
    prefix: fc
      .tuple(address6, fc.constantFrom(0, 1, 31, 32, 33, 64, 65, 95, 96, 97, 126, 127, 128))
      .map(([address, length]) => makePrefix(address, length)),
    value: fc.constantFrom(ALWAYS, NEVER),
  }),
  { maxLength: 12, selector: ({ prefix }) => `${prefix.address.words.join()}/${prefix.length}` },
);

/** The longest network that holds an address decides. */
function decide(
  painted: readonly { readonly prefix: Prefix; readonly value: typeof ALWAYS }[],
  address: ReturnType<typeof addressFromWords>,
): boolean {
  const holding = painted.filter(({ prefix }) => prefixContains(prefix, address));
  const [longest] = holding.toSorted((a, b) => b.prefix.length - a.prefix.length);
  return longest?.value === ALWAYS;
}

it('paintNetworks lets the longest network decide', () => {
  fc.assert(
    fc.property(networks, fc.array(address6, { minLength: 1 }), (painted, asked) => {
      const predicate = paintNetworks('dst', painted);
      for (const address of asked) {
        const registers = zeroRegisters();
        for (const [index, one] of address.words.entries()) {
          registers[ADDRESS_FIELDS.dst[index] ?? 'dst'] = one;
        }
        expect(holds(predicate, registers)).toBe(decide(painted, address));
      }
    }),
    { numRuns: 500 },
  );
});
