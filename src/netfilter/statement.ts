import type { Address } from '../address/address.js';
import { assertNever } from '../assert-never.js';
import type { Field } from '../packet/field.js';
import type { Predicate } from '../predicate/predicate.js';
import type { MatchMemory, MatchScope, TargetEffect } from './extension/extension.js';
import type { FibQuestion } from './fib-question.js';
import { targetChanges, targetEffect } from './extension/registry.js';
import { ruleConditions, type RuleCondition, type RulePart } from './rule-predicate.js';
import type { XtablesRule } from './rule.js';
import type { ElementQuestion } from './nft/set/element-question.js';
import type { HashedNumber } from './nft/meaning/value/hashed-bytes.js';

/**
 * One thing that a rule asks or does. A packet goes through the statements of a rule from left to right, until one of them doesn't hold or leads
 * elsewhere: what stood before it has been done. Behind the last one it goes on to the next rule. Source: `nft_do_chain`, `struct nft_expr`.
 */
export type Statement =
  | RuleCondition
  | { readonly kind: 'count'; readonly counter: number }
  | { readonly kind: 'effect'; readonly effect: TargetEffect }
  | { readonly kind: 'verdict'; readonly verdict: 'ACCEPT' | 'DROP' | 'RETURN' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  /** The packet is given to a neighbour on the device of that number, if there is one. */
  | { readonly kind: 'forward'; readonly dev: number; readonly neighbour: Address }
  /** The rule ends, and the next one has its turn. */
  | { readonly kind: 'break' }
  /** The rules of a chain without a name. */
  | {
      readonly kind: 'rules';
      readonly goto: boolean;
      readonly rules: readonly (readonly Statement[])[];
    }
  | FibWays
  | Dispatch
  | OpenChoice;

/** What a lookup of a route finds decides what is done; where it finds nothing of these, the rule ends. */
export interface FibWays {
  readonly kind: 'fib-ways';
  readonly question: FibQuestion;
  readonly ways: readonly { readonly when: Predicate; readonly does: readonly Statement[] }[];
}

/** One of many rows has the packet's key: what it says is done, then what follows in the rule. The first row that has it counts. */
export interface Dispatch {
  readonly kind: 'dispatch';
  /** What the key is made of. */
  readonly key: readonly KeyPart[];
  readonly rows: readonly DispatchRow[];
  /** What is done when no row has the key. */
  readonly otherwise: readonly Statement[];
  /** What the rule asks by it. */
  readonly part: RulePart;
}

/** A part of a key: a number in registers, most significant first, or something that one of a few conditions decides. */
export type KeyPart =
  { readonly kind: 'fields'; readonly fields: readonly Field[] } | { readonly kind: 'condition' };

/** One row of a dispatch. */
export interface DispatchRow {
  /** For each part of the key the numbers that it has, or when it has it. */
  readonly parts: readonly (readonly [low: bigint, high: bigint] | Predicate)[];
  /** Rows that share this list are one. */
  readonly does: readonly Statement[];
}

/** Something that the packet doesn't decide. */
export interface OpenChoice {
  readonly kind: 'open';
  /** What it is about, as the tool writes it. */
  readonly name: string;
  /** Whose memory it is; only its identity counts. */
  readonly key: object;
  readonly meanings: readonly string[];
  readonly by:
    | {
        readonly kind: 'memory';
        readonly transitions: readonly { readonly way: number; readonly state: number }[];
      }
    | {
        readonly kind: 'bytes';
        readonly number: HashedNumber;
        /** The largest number with which a way is taken, in ascending order. */
        readonly ranges: readonly { readonly last: number; readonly way: number }[];
      }
    | { readonly kind: 'element'; readonly question: ElementQuestion };
  /** What is done on each way before the rule goes on. */
  readonly ways: readonly (readonly Statement[])[];
}

/** The end of a rule: the next one has its turn. */
export const BREAK: Statement = { kind: 'break' };

/** What is remembered is written out, state by state, so it has to be of a size to write out. */
export const MOST_REMEMBERED = 10_000;

/** A choice between going on and ending the rule. */
export function openMatch(name: string, key: object, choice: MatchMemory): OpenChoice {
  return {
    kind: 'open',
    name,
    key,
    meanings: [`${name} matches`, `${name} passes by`],
    by: {
      kind: 'memory',
      transitions: choice.transitions.map(({ matches, state }) => ({
        way: matches ? 0 : 1,
        state,
      })),
    },
    ways: [[], [BREAK]],
  };
}

/** Reports whether a choice is between going on and ending the rule. */
export function isMatch({ ways: [first, ...others] }: OpenChoice): boolean {
  const [second] = others;
  return first?.length === 0 && others.length === 1 && second?.[0] === BREAK;
}

/** What a rule of iptables is made of: what it asks for, its counter, and its target. */
export function xtablesStatements(rule: XtablesRule, scope: MatchScope): readonly Statement[] {
  return [
    ...ruleConditions(rule, scope),
    { kind: 'count', counter: rule.id },
    ...targetStatements(rule, scope),
  ];
}

function targetStatements({ target }: XtablesRule, scope: MatchScope): readonly Statement[] {
  switch (target.kind) {
    case 'none':
      return [];
    case 'extension':
      return [...targetChanges(target.data, scope), targetEffect(target.data, scope)].map(
        (effect): Statement => ({ kind: 'effect', effect }),
      );
    case 'verdict':
    case 'jump':
    case 'goto':
      return [target];
    default:
      return assertNever(target);
  }
}
