import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillBuckets } from '../../src/fib/nexthop-object.js';

const members = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 1, max: 9 }), weight: fc.integer({ min: 1, max: 300 }) }),
  { minLength: 1, maxLength: 6, selector: ({ id }) => id },
);

// As `ip nexthop bucket` printed it for `group 1,5/2,2/3 type resilient buckets 10`, and once nexthop 1 was gone. Linux 6.18.44, iproute2 6.15.0.
it('fills buckets as the kernel does', () => {
  const all = [
    { id: 1, weight: 5 },
    { id: 2, weight: 2 },
    { id: 3, weight: 1 },
  ];
  const first = fillBuckets(
    all,
    Array.from({ length: 10 }, () => 0),
  );
  expect(first).toEqual([3, 2, 2, 2, 1, 1, 1, 1, 1, 1]);
  expect(fillBuckets(all.slice(1), first)).toEqual([3, 2, 2, 2, 3, 3, 2, 2, 2, 2]);
});

it('gives every bucket a member, and the members their shares to within one', () => {
  fc.assert(
    fc.property(members, fc.integer({ min: 1, max: 200 }), (group, count) => {
      const buckets = fillBuckets(
        group,
        Array.from({ length: count }, () => 0),
      );
      const total = group.reduce((sum, { weight }) => sum + weight, 0);
      for (const { id, weight } of group) {
        const has = buckets.filter((bucket) => bucket === id).length;
        expect(Math.abs(has - (count * weight) / total)).toBeLessThanOrEqual(1);
      }
      expect(buckets.every((bucket) => group.some(({ id }) => id === bucket))).toBe(true);
    }),
  );
});

it('leaves a bucket with its member when another one goes', () => {
  fc.assert(
    fc.property(members, fc.integer({ min: 1, max: 200 }), (group, count) => {
      const before = fillBuckets(
        group,
        Array.from({ length: count }, () => 0),
      );
      const [gone, ...left] = group;
      fc.pre(left.length > 0);
      const after = fillBuckets(left, before);
      expect(
        after.filter((id, index) => before[index] !== gone?.id && id !== before[index]),
      ).toEqual([]);
    }),
  );
});
