import fc from 'fast-check';
import { addressFromWords } from '../../src/address/address.js';
import { addressBits, type Family } from '../../src/address/family.js';
import { ACTION, EMPTY_REQUEST, type RuleRequest } from '../../src/rpdb/rule-request.js';

const word = fc.nat({ max: 0xffffffff });
const port = fc.integer({ min: 1, max: 65534 });
const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(values, { nil: undefined, freq: 3 });

const ports = fc.oneof(
  fc
    .tuple(port, port)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b), mask: undefined })),
  fc
    .tuple(port, fc.nat({ max: 0xfffe }))
    .map(([at, bits]) => ({ from: at, to: at, mask: at | bits })),
);

const prefix = (family: Family) =>
  fc
    .tuple(
      fc.array(word, { minLength: addressBits(family) / 32, maxLength: addressBits(family) / 32 }),
      fc.integer({ min: 1, max: addressBits(family) }),
    )
    .map(([words, length]) => ({ address: addressFromWords(family, words), length }));

const masked = (bits: number) =>
  fc
    .tuple(fc.nat({ max: 2 ** bits - 1 }), fc.integer({ min: 1, max: 2 ** bits - 1 }))
    .map(([value, mask]) => ({ value: value & mask, mask }));

/** Where a rule leads: few priorities and tables, so that rules meet. */
const destination = fc.oneof(
  fc.constantFrom(1, 100, 254, 300).map((table) => ({ action: ACTION.lookup, table })),
  fc
    .constantFrom(ACTION.nop, ACTION.blackhole, ACTION.unreachable, ACTION.prohibit, 9, 23)
    .map((action) => ({ action })),
  fc.constantFrom(5, 10, 20, 32766).map((goto) => ({ action: ACTION.goto, goto })),
);

/** Selectors of every kind, each of which the kernel takes. */
const selectors = (family: Family): fc.Arbitrary<Partial<RuleRequest>> =>
  fc
    .record({
      not: fc.boolean(),
      from: optional(prefix(family)),
      to: optional(prefix(family)),
      tos: fc.constantFrom(0, 4, 8, 0x10, 0x1c),
      dscp: optional(masked(6)),
      flowlabel: family === 6 ? optional(masked(20)) : fc.constant(undefined),
      fwmark: optional(fc.constantFrom(0, 1, 0x10, 0xffffffff)),
      fwmask: optional(fc.constantFrom(0xff, 0xf0, 0xffffffff)),
      iif: optional(fc.constantFrom('lo', 'eth0')),
      oif: optional(fc.constantFrom('lo', 'eth0')),
      ipproto: optional(fc.constantFrom(1, 6, 17)),
      sport: optional(ports),
      dport: optional(ports),
      uidrange: optional(
        fc
          .tuple(word, word)
          .filter(([a, b]) => a <= b && b < 0xffffffff)
          .map(([from, to]) => ({ from, to })),
      ),
      tunId: optional(fc.constantFrom('5', '18446744073709551615')),
      realms: family === 4 ? optional(fc.constantFrom(3, 0x30004)) : fc.constant(undefined),
      protocol: optional(fc.constantFrom(0, 2, 4, 77)),
    })
    .map(({ dscp, tos, ...rest }) =>
      Object.assign(rest, dscp === undefined ? { tos } : { dscp: dscp.value, dscpMask: dscp.mask }),
    );

/** Requests that the kernel takes but for a goto that leads back, with selectors of every kind or with none. */
export const ruleRequest = (family: Family): fc.Arbitrary<RuleRequest> =>
  fc
    .tuple(
      fc.oneof(fc.constant({}), selectors(family)),
      destination,
      fc.record({ priority: optional(fc.constantFrom(0, 1, 5, 10, 20, 32766, 0xffffffff)) }),
      fc.record({
        suppressPrefixlength: optional(fc.nat({ max: 40 })),
        suppressIfgroup: optional(fc.nat({ max: 9 })),
      }),
    )
    .map(([selector, action, priority, suppress]) =>
      // Only where there is a table to look in is it shown what is suppressed.
      Object.assign(
        {},
        EMPTY_REQUEST,
        selector,
        action,
        priority,
        'table' in action ? suppress : {},
      ),
    );
