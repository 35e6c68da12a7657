import fc from 'fast-check';
import type { Pool } from '../pool.js';
import { weighted } from '../words.js';

/** What a selector can be compared with. */
export interface Values {
  readonly single: readonly string[];
  /** Ranges, prefixes, wildcards. */
  readonly wide?: readonly string[];
  /** They are numbers, and have an order. */
  readonly ordered?: boolean;
}

/** An anonymous set of a few values. */
function literal({ single, wide = [] }: Values, most = 3): fc.Arbitrary<string> {
  return fc
    .uniqueArray(
      weighted(
        [3, fc.constantFrom(...single)],
        [wide.length > 0 ? 1 : 0, fc.constantFrom(...single, ...wide)],
      ),
      { minLength: 1, maxLength: most },
    )
    .map((values) => `{ ${values.join(', ')} }`);
}

/** A selector and what it is compared with, in all the ways that there are. */
export function compared(selector: string, values: Values): fc.Arbitrary<string> {
  const { single, wide = [], ordered = false } = values;
  const one = fc.constantFrom(...single);
  return weighted(
    [4, one.map((value) => `${selector} ${value}`)],
    [2, one.map((value) => `${selector} != ${value}`)],
    [
      wide.length > 0 ? 3 : 0,
      fc.constantFrom(...single, ...wide).map((value) => `${selector} ${value}`),
    ],
    [
      wide.length > 0 ? 1 : 0,
      fc.constantFrom(...single, ...wide).map((value) => `${selector} != ${value}`),
    ],
    [2, literal(values).map((set) => `${selector} ${set}`)],
    [1, literal(values).map((set) => `${selector} != ${set}`)],
    [
      ordered ? 2 : 0,
      fc
        .tuple(fc.constantFrom('<', '>', '<=', '>='), one)
        .map(([sign, value]) => `${selector} ${sign} ${value}`),
    ],
  );
}

/** Addresses of packets, prefixes and ranges that some of them are in. */
export function addresses({ family, own, senders, destinations, prefixes }: Pool): Values {
  const ranges =
    family === 4
      ? ['10.0.0.0-10.0.0.99', '20.1.2.3-20.1.2.9', '8.8.8.8-30.0.0.5', '10.0.1.128-10.0.1.255']
      : ['fd00::1-fd00::99', '2001:db8:1:2::3-2001:db8:1:2::9', '2001:db8::-2001:db8:ffff::'];
  return {
    single: [...own.slice(0, 3), ...senders.slice(0, 4), ...destinations.slice(0, 8)],
    wide: [...prefixes.filter((prefix) => prefix !== 'default'), ...ranges],
  };
}

/** Ports as packets have them, and others. */
export const PORTS: Values = {
  single: ['53', '25', '80', '1000', '2000', '7', '5001', 'domain'],
  wide: ['25-80', '0-1000', '5000-5007', '2000-65535'],
  ordered: true,
};

/** Marks as packets and rules have them. */
export const MARKS: Values = {
  single: ['0', '1', '2', '0x10', '0x12', '0xffffffff'],
  wide: ['1-2', '0x10-0x1f'],
  ordered: true,
};

/** Devices by name; wildcards too. */
export const DEVICE_NAMES: Values = {
  single: ['"eth0"', '"eth1"', '"eth2"', '"lo"', 'eth1'],
  wide: ['"eth*"', '"e*"', '"nosuch*"'],
};

/** Classes of service, by name and number. */
export const DSCP: Values = {
  single: ['cs0', 'cs1', 'ef', 'af13', '4', '0x2e', 'af41'],
  wide: ['cs1-ef'],
};
