import { assertNever } from '../../../assert-never.js';
import { add, set } from '../../../predicate/assignment.js';
import { equals, inRange, NEVER, not, type Predicate } from '../../../predicate/predicate.js';
import { XtablesError } from '../../xtables-error.js';
import type { Family } from '../../../address/family.js';
import {
  continueWith,
  type MatchExtension,
  type TargetEffect,
  type TargetExtension,
} from '../extension.js';
import { readInteger } from './number/integer.js';
import type { ExtensionOption, OptionTable } from './option.js';

/** A comparison of the TTL, or of the hop limit, with a number. */
export interface HopLimitTest {
  readonly comparison: keyof typeof SIGNS;
  readonly limit: number;
}

/** A change of the TTL, or of the hop limit. */
export interface HopLimitChange {
  readonly change: keyof typeof CHANGES;
  readonly by: number;
}

const MAX = 255;
const SIGNS = { eq: '==', ne: '!=', lt: '<', gt: '>' } as const;
const CHANGES = { set: 'set to', inc: 'increment by', dec: 'decrement by' } as const;

/** The options of the `ttl` and `hl` matches: `--ttl-eq`, `--ttl-lt`, `--ttl-gt`. */
function hopLimitTestOptions<D extends HopLimitTest>(
  initial: D,
  prefix: 'ttl' | 'hl',
  missing: string,
): OptionTable<D> {
  const names = ['lt', 'gt', 'eq'].map((comparison) => `${prefix}-${comparison}`);
  const option = (comparison: 'lt' | 'gt'): ExtensionOption<D> => ({
    name: `${prefix}-${comparison}`,
    words: 1,
    excludes: names,
    read: (data, given) => ({ ...data, comparison, limit: readInteger(given, 0, MAX) }),
  });
  return {
    initial,
    options: [
      option('lt'),
      option('gt'),
      {
        name: `${prefix}-eq`,
        aliases: [prefix],
        words: 1,
        invertible: true,
        excludes: names,
        read: (data, given) => ({
          ...data,
          comparison: given.inverted ? 'ne' : 'eq',
          limit: readInteger(given, 0, MAX),
        }),
      },
    ],
    finish: required(missing),
  };
}

/** Writes a comparison as an option: `! --ttl-eq 64`. */
function printHopLimitTest({ comparison, limit }: HopLimitTest, prefix: string): string {
  return comparison === 'ne' ? `! --${prefix}-eq ${limit}` : `--${prefix}-${comparison} ${limit}`;
}

/** Writes a comparison as a listing has it: `TTL match TTL == 64`. */
function listHopLimitTest({ comparison, limit }: HopLimitTest, label: string): string {
  return `${label} match ${label} ${SIGNS[comparison]} ${limit}`;
}

/** When the TTL, or the hop limit, meets the comparison. */
function hopLimitPredicate({ comparison, limit }: HopLimitTest): Predicate {
  switch (comparison) {
    case 'eq':
      return equals('ttl', limit);
    case 'ne':
      return not(equals('ttl', limit));
    case 'lt':
      return limit === 0 ? NEVER : inRange('ttl', 0, limit - 1);
    case 'gt':
      return limit === MAX ? NEVER : inRange('ttl', limit + 1, MAX);
    default:
      return assertNever(comparison);
  }
}

/** The options of the `TTL` and `HL` targets: `--ttl-set`, `--ttl-dec`, `--ttl-inc`. */
function hopLimitChangeOptions<D extends HopLimitChange>(
  initial: D,
  prefix: 'ttl' | 'hl',
  missing: string,
): OptionTable<D> {
  const changes = ['set', 'dec', 'inc'] as const;
  const names = changes.map((change) => `${prefix}-${change}`);
  return {
    initial,
    options: changes.map((change) => ({
      name: `${prefix}-${change}`,
      words: 1,
      excludes: names,
      read: (data, given) => ({
        ...data,
        change,
        by: readInteger(given, change === 'set' ? 0 : 1, MAX),
      }),
    })),
    finish: required(missing),
  };
}

/** Writes a change as an option: `--ttl-set 64`. */
function printHopLimitChange({ change, by }: HopLimitChange, prefix: string): string {
  return `--${prefix}-${change} ${by}`;
}

/** Writes a change as a listing has it: `TTL set to 64`. */
function listHopLimitChange({ change, by }: HopLimitChange, label: string): string {
  return `${label} ${CHANGES[change]} ${by}`;
}

/** The change as an effect: it stops at 0 and at 255. */
function hopLimitEffect({ change, by }: HopLimitChange): TargetEffect {
  if (change === 'set') return continueWith([set('ttl', by)]);
  return continueWith([add('ttl', change === 'inc' ? by : -by)]);
}

function required<D>(missing: string): (data: D, given: ReadonlySet<string>) => D {
  return (data, given) => {
    if (given.size === 0) throw new XtablesError('parameter', missing);
    return data;
  };
}

const NFT_SIGNS = { eq: '', ne: '!= ', lt: 'lt ', gt: 'gt ' } as const;

/** What IPv4 and IPv6 call the same byte. */
interface Wording {
  readonly family: Family;
  /** The field of the header, as nft names it. */
  readonly field: 'ip ttl' | 'ip6 hoplimit';
  /** What iptables prints where the number is missing. */
  readonly missing: string;
}

/** The match of a family. Source: `xt_hl.c`, iptables-extensions(8). */
export function hopLimitMatch<Name extends 'ttl' | 'hl'>(
  name: Name,
  { family, field, missing }: Wording,
): MatchExtension<HopLimitTest & { readonly name: Name }> {
  return {
    name,
    families: [family],
    options: hopLimitTestOptions({ name, comparison: 'eq', limit: 0 }, name, missing),
    print: (data) => printHopLimitTest(data, name),
    list: (data) => listHopLimitTest(data, name.toUpperCase()),
    translate: ({ comparison, limit }) => `${field} ${NFT_SIGNS[comparison]}${limit}`,
    predicate: (data) => hopLimitPredicate(data),
  };
}

/** The target of a family. Source: `xt_HL.c`, iptables-extensions(8). */
export function hopLimitTarget<Name extends 'TTL' | 'HL'>(
  name: Name,
  { family, field, missing }: Wording,
): TargetExtension<HopLimitChange & { readonly name: Name }> {
  const prefix = name === 'TTL' ? 'ttl' : 'hl';
  return {
    name,
    families: [family],
    options: hopLimitChangeOptions({ name, change: 'set', by: 0 }, prefix, missing),
    print: (data) => printHopLimitChange(data, prefix),
    list: (data) => listHopLimitChange(data, name),
    restrict: () => ({ tables: ['mangle'] }),
    asNft: ({ change, by }) =>
      change === 'set' ? `${field} set ${by}` : { without: `-j ${name} --${prefix}-${change}` },
    effect: (data) => hopLimitEffect(data),
  };
}
