import { assertNever } from '../../../assert-never.js';
import { rulePredicate as chainPredicate } from '../../../netfilter/rule-predicate.js';
import type { Family } from '../../../address/family.js';
import type { Predicate } from '../../../predicate/predicate.js';
import { rulePredicate } from '../../../rpdb/rule-predicate.js';
import type { Rule } from '../../../rpdb/rule.js';
import { linkByName, type Namespace } from '../../../namespace/namespace.js';
import type { ChainRule } from '../chain/chain-rules.js';
import { effectOf, matchScope } from '../reach/match-scope.js';

/** A rule that sets bits of the packet's mark or of its connection's. */
export interface MarkWrite {
  readonly at: ChainRule;
  readonly to: 'mark' | 'ctmark';
  /** The bits that are given a value, whatever they were. */
  readonly bits: number;
  /** Their values; undefined when they are copied from the other mark. */
  readonly value: number | undefined;
  /** All bits that can change. */
  readonly touched: number;
}

/** A test of the packet's mark or of its connection's. */
export interface MarkRead {
  readonly by: { readonly rule: Rule } | { readonly chainRule: ChainRule };
  readonly of: 'mark' | 'ctmark';
  readonly mask: number;
  readonly value: number;
  readonly inverted: boolean;
}

/** The rules of one family of a host. */
interface Ruleset {
  readonly namespace: Namespace;
  readonly family: Family;
  /** The policy database, in order. */
  readonly rules: readonly Rule[];
  readonly chainRules: readonly ChainRule[];
}

/** Who sets marks in a ruleset, and who asks for them. */
export class MarkUse {
  readonly writes: readonly MarkWrite[];
  readonly reads: readonly MarkRead[];

  constructor(private readonly ruleset: Ruleset) {
    this.writes = ruleset.chainRules.flatMap((at) => this.#writesOf(at));
    this.reads = [
      ...ruleset.rules.flatMap((rule) => this.#readsOfRule(rule)),
      ...ruleset.chainRules.flatMap((at) => this.#readsOf(at)),
    ];
  }

  #writesOf(at: ChainRule): readonly MarkWrite[] {
    const { namespace, family } = this.ruleset;
    const [hook] = at.hooks;
    if (hook === undefined) return [];
    const all = effectOf(at.rule, matchScope(namespace, family, hook)).flatMap(
      ({ assignments }) => assignments,
    );
    return all.flatMap((change): readonly MarkWrite[] => {
      if (change.to !== 'mark' && change.to !== 'ctmark') return [];
      if (change.kind === 'add' || (change.kind === 'copy' && change.from === change.to)) return [];
      const bits = ~change.keep >>> 0;
      if (change.kind === 'copy') {
        return [{ at, to: change.to, bits, value: undefined, touched: bits }];
      }
      const value = (change.value & bits) >>> 0;
      return [{ at, to: change.to, bits, value, touched: (bits | change.value) >>> 0 }];
    });
  }

  #readsOfRule(rule: Rule): readonly MarkRead[] {
    const { namespace, family } = this.ruleset;
    const when = rulePredicate(rule, {
      family,
      deviceIndex: (name) => linkByName(namespace, name)?.index,
    });
    return testsOf(when, 'flowMark', false).map(({ mask, value, inverted }): MarkRead => ({
      by: { rule },
      of: 'mark',
      mask,
      value,
      inverted,
    }));
  }

  #readsOf(chainRule: ChainRule): readonly MarkRead[] {
    const { namespace, family } = this.ruleset;
    const [hook] = chainRule.hooks;
    if (hook === undefined) return [];
    const when = chainPredicate(chainRule.rule, matchScope(namespace, family, hook));
    return (['mark', 'ctmark'] as const).flatMap((of) =>
      testsOf(when, of, false).map(({ mask, value, inverted }): MarkRead => ({
        by: { chainRule },
        of,
        mask,
        value,
        inverted,
      })),
    );
  }
}

type MarkTest = Pick<MarkRead, 'mask' | 'value' | 'inverted'>;

function testsOf(
  predicate: Predicate,
  field: 'mark' | 'ctmark' | 'flowMark',
  inverted: boolean,
): readonly MarkTest[] {
  switch (predicate.kind) {
    case 'masked': {
      const { mask, value } = predicate;
      return predicate.field === field ? [{ mask, value, inverted }] : [];
    }
    case 'not':
      return testsOf(predicate.of, field, !inverted);
    case 'all':
    case 'any':
      return predicate.of.flatMap((part) => testsOf(part, field, inverted));
    case 'range':
    case 'same':
      return [];
    default:
      return assertNever(predicate);
  }
}

/** Reports whether a test can be about what a rule sets: they share bits, and agree on them. A copy can be anything. */
export function agrees(write: MarkWrite, read: Pick<MarkRead, 'mask' | 'value'>): boolean {
  if ((write.touched & read.mask) === 0) return false;
  if (write.value === undefined) return true;
  return ((write.value ^ read.value) & write.bits & read.mask) === 0;
}

/** Reports whether a rule asks whether a packet is marked at all: with 0, in a chain. */
export function isGuard(read: MarkRead): boolean {
  return read.value === 0 && 'chainRule' in read.by;
}
