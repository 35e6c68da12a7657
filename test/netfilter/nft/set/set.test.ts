import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addElements } from '../../../../src/netfilter/nft/set/add-elements.js';
import { deleteElements } from '../../../../src/netfilter/nft/set/delete-elements.js';
import type { SetElement } from '../../../../src/netfilter/nft/set/element.js';
import {
  eachElement,
  findElement,
  findElementSlowly,
} from '../../../../src/netfilter/nft/set/find-element.js';
import { listElements } from '../../../../src/netfilter/nft/set/listing-order.js';
import {
  makeNftSet,
  noElements,
  type NftSet,
  type SetFlag,
} from '../../../../src/netfilter/nft/set/nft-set.js';
import { scalarType, type ValueType } from '../../../../src/netfilter/nft/value-type.js';

const port = scalarType('inet_service', 16, 'network');
const mark = scalarType('mark', 32, 'host');
const ports: ValueType = { kind: 'concatenation', parts: [port, port] };

function emptySet(keyType: ValueType, flags: readonly SetFlag[], autoMerge = false): NftSet {
  const empty = makeNftSet({ name: 's', keyType, flags, autoMerge });
  return empty.set('elements', noElements(empty));
}

function element(...ranges: readonly (readonly [number, number])[]): SetElement {
  const key = {
    kind: 'ranges' as const,
    ranges: ranges.map(([low, high]) => ({ low: BigInt(low), high: BigInt(high) })),
  };
  return {
    key,
    data: undefined,
    timeout: undefined,
    expires: undefined,
    comment: undefined,
    statements: [],
  };
}

function added(set: NftSet, ...elements: readonly SetElement[]): NftSet {
  const answer = addElements(set, elements);
  if ('errno' in answer) throw new Error(`${answer.errno} of ${answer.place}`);
  return answer.set;
}

function keysOf(set: NftSet): string[] {
  return listElements(set).map(({ key }) =>
    key.kind === 'catch-all'
      ? '*'
      : key.ranges.map(({ low, high }) => (low === high ? `${low}` : `${low}-${high}`)).join('.'),
  );
}

const point = fc.nat(15).map((value) => [value, value] as const);
const range = fc.tuple(fc.nat(15), fc.nat(4)).map(([low, more]) => [low, low + more] as const);
const span = fc.oneof(point, range);

interface Step {
  readonly operation: 'add' | 'delete';
  readonly elements: readonly SetElement[];
}

const stepOf = (one: fc.Arbitrary<SetElement>): fc.Arbitrary<Step> =>
  fc.record({
    operation: fc.constantFrom('add', 'add', 'add', 'delete'),
    elements: fc.array(one, { minLength: 1, maxLength: 4 }),
  });

const kinds = [
  { name: 'points', width: 1, set: emptySet(port, []), one: point.map((a) => element(a)) },
  {
    name: 'intervals',
    width: 1,
    set: emptySet(port, ['interval']),
    one: span.map((a) => element(a)),
  },
  {
    name: 'joined intervals',
    width: 1,
    set: emptySet(port, ['interval'], true),
    one: span.map((a) => element(a)),
  },
  {
    name: 'boxes',
    width: 2,
    set: emptySet(ports, ['interval']),
    one: fc.tuple(span, span).map((ranges) => element(...ranges)),
  },
];

describe.each(kinds)('a set of $name', ({ set: empty, one, width }) => {
  const keys = Array.from({ length: 20 }, (_, value) => BigInt(value));

  it('finds by its index what a look at every element finds', () => {
    fc.assert(
      fc.property(fc.array(stepOf(one), { maxLength: 8 }), (steps) => {
        let set = empty;
        for (const { operation, elements } of steps) {
          const answer = (operation === 'add' ? addElements : deleteElements)(set, elements);
          if ('set' in answer) set = answer.set;
        }
        const asked = keys.flatMap((first) =>
          width === 1 ? [[first]] : keys.map((second) => [first, second]),
        );
        const wrong = asked.filter((key) => findElement(set, key) !== findElementSlowly(set, key));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('has no key twice, unless two boxes cross', () => {
    fc.assert(
      fc.property(fc.array(stepOf(one), { maxLength: 8 }), (steps) => {
        let set = empty;
        for (const { operation, elements } of steps) {
          const answer = (operation === 'add' ? addElements : deleteElements)(set, elements);
          if ('set' in answer) set = answer.set;
        }
        if (set.elements.kind === 'boxes') return;
        for (const value of keys) {
          const holding = [...eachElement(set.elements)].filter(({ key }) =>
            key.kind === 'ranges'
              ? (key.ranges[0]?.low ?? 0n) <= value && value <= (key.ranges[0]?.high ?? 0n)
              : false,
          );
          expect(holding.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('intervals', () => {
  const plain = emptySet(port, ['interval']);
  const joining = emptySet(port, ['interval'], true);

  it('stay apart where they touch, and are joined with auto-merge', () => {
    const elements = [element([10, 10]), element([1, 9]), element([20, 30])];
    expect(keysOf(added(plain, ...elements))).toEqual(['1-9', '10', '20-30']);
    expect(keysOf(added(joining, ...elements))).toEqual(['1-10', '20-30']);
  });

  it('refuse what overlaps them, but not themselves', () => {
    const set = added(plain, element([1, 9]));
    expect(addElements(set, [element([20, 20]), element([9, 12])])).toEqual({
      errno: 'EEXIST',
      place: 1,
    });
    expect(keysOf(added(set, element([1, 9])))).toEqual(['1-9']);
    expect(addElements(set, [element([1, 9])], true)).toEqual({ errno: 'EEXIST', place: 0 });
  });

  it('give up a part with auto-merge only', () => {
    const part = element([4, 5]);
    expect(deleteElements(added(plain, element([1, 9])), [part])).toEqual({
      errno: 'ENOENT',
      place: 0,
    });
    const answer = deleteElements(added(joining, element([1, 9])), [part]);
    expect('set' in answer && keysOf(answer.set)).toEqual(['1-3', '6-9']);
  });
});

it('lists concatenations by their last part first, and numbers by their value', () => {
  const pairs = added(
    emptySet(ports, []),
    element([2, 2], [1, 1]),
    element([1, 1], [2, 2]),
    element([1, 1], [1, 1]),
  );
  expect(keysOf(pairs)).toEqual(['1.1', '2.1', '1.2']);
  expect(keysOf(added(emptySet(mark, []), element([256, 256]), element([2, 2])))).toEqual([
    '2',
    '256',
  ]);
});

it('is full at its size', () => {
  const set = added(emptySet(port, []).set('size', 2), element([1, 1]), element([2, 2]));
  expect(addElements(set, [element([2, 2]), element([3, 3])])).toEqual({
    errno: 'ENFILE',
    place: 1,
  });
});

it('has an element for the rest', () => {
  const rest: SetElement = { ...element(), key: { kind: 'catch-all' } };
  const set = added(emptySet(port, ['interval']), rest, element([1, 9]));
  expect(keysOf(set)).toEqual(['1-9', '*']);
  expect(findElement(set, [12n])).toBe(rest);
  const without = deleteElements(set, [rest]);
  expect('set' in without && findElement(without.set, [12n])).toBeUndefined();
});
